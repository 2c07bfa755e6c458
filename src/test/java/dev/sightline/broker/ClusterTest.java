package dev.sightline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterTest {
    private static final List<NewTopic> TOPICS = List.of(
            new NewTopic("letters", Optional.of(3), Optional.empty()).configs(Map.of("retention.ms", "86400000")));

    @TempDir
    Path data;

    @Test
    void keepsItsRecordsOverARestart() throws Exception {
        // given
        try (var cluster = Cluster.open(data, null, TOPICS);
                var producer = new KafkaProducer<>(client(cluster), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("letters", "a", "kept")).get();
        }

        // when
        try (var cluster = Cluster.open(data, null, TOPICS);
                var consumer =
                        new KafkaConsumer<>(client(cluster), new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("letters"));
            var records = consumer.poll(Duration.ofMinutes(2));

            // then
            assertThat(records).extracting(r -> r.value()).containsExactly("kept");
        }
    }

    @Test
    void createsWhatIsMissingAndRefusesAnotherPartitionCount() throws Exception {
        // given
        try (var cluster = Cluster.open(data, null, TOPICS);
                var admin = Admin.create(client(cluster))) {
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, "letters");
            var config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
            var wider = List.of(new NewTopic("letters", Optional.of(12), Optional.empty()));

            // when
            assertThatThrownBy(() -> TopicSetup.ensure(client(cluster), wider))
                    // then
                    .isInstanceOf(ClusterUnavailableException.class)
                    .hasMessageContaining("topic letters has 3 partitions, not 12")
                    .hasMessageContaining("sightline.topics.partitions");
            assertThat(config.get("retention.ms").value()).isEqualTo("86400000");
            assertThat(config.get("min.insync.replicas").value()).isEqualTo("1");
        }
    }

    @Test
    void takesAFreePortWhereTheUsualOneIsBusy() throws IOException {
        // given
        try (var busy = new ServerSocket()) {
            busy.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            // when
            try (var broker = EmbeddedBroker.start(data, busy.getLocalPort())) {
                // then
                assertThat(broker.bootstrapServers())
                        .startsWith("127.0.0.1:")
                        .doesNotEndWith(":" + busy.getLocalPort());
            }
        }
    }

    @Test
    void takesAnotherPortWhereItsOwnIsTakenMeanwhile() throws IOException {
        // given
        try (var faster = new ServerSocket()) {
            faster.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            // when
            try (var broker = EmbeddedBroker.listening(data, faster.getLocalPort())) {
                // then
                assertThat(broker.bootstrapServers()).doesNotEndWith(":" + faster.getLocalPort());
                TopicSetup.ensure(Map.of("bootstrap.servers", broker.bootstrapServers()), TOPICS);
            }
        }
    }

    @Test
    void refusesAFolderThatKafkaWouldTakeForTwo() {
        assertThatThrownBy(() -> Cluster.open(data.resolve("cats,dogs"), null, TOPICS))
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessageContaining("comma");
    }

    @Test
    void refusesAFileWhereAFolderShouldBe() throws IOException {
        var file = Files.createFile(data.resolve("file"));

        assertThatThrownBy(() -> Cluster.open(file, null, TOPICS))
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessage(file + " is no folder: choose another by --data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "foo:bar", "no-such-host.invalid:9092", ":::"})
    void saysWhatIsWrongWithAnAddress(String servers) {
        assertThatThrownBy(() -> Cluster.open(data, servers, TOPICS))
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessageContaining(servers + " cannot be reached with these settings");
    }

    @Test
    void saysWhichPortIsNone() {
        assertThatThrownBy(() -> Ports.free(70_000))
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessageContaining("70000");
    }

    @Test
    void refusesAFolderThatIsInUseWhereverTheClusterIs() {
        // given
        try (var cluster = Cluster.open(data, null, TOPICS)) {
            for (var servers : new String[] {null, cluster.bootstrapServers()}) {
                // when
                assertThatThrownBy(() -> Cluster.open(data, servers, TOPICS))
                        // then
                        .isInstanceOf(ClusterUnavailableException.class)
                        .hasMessageContaining("another process runs a pipeline on " + data);
            }
            assertThat(Endpoints.read(data)).isPresent();
            try (var elsewhere = Cluster.open(data.resolve("b"), cluster.bootstrapServers(), TOPICS)) {
                assertThat(elsewhere.embedded()).isFalse();
            }
        }
    }

    @Test
    void tellsItsAddressBelowTheDataFolderWhileItRuns() {
        // given
        try (var cluster = Cluster.open(data, null, TOPICS)) {
            // when
            var endpoints = Endpoints.read(data).orElseThrow();

            // then
            assertThat(endpoints.bootstrapServers()).isEqualTo(cluster.bootstrapServers());
            assertThat(endpoints.alive()).isTrue();
        }
        assertThat(Endpoints.read(data)).isEmpty();
    }

    @Test
    void saysWhichClusterDoesNotAnswer() {
        // given
        Map<String, Object> nobody = Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + Ports.any(),
                "default.api.timeout.ms",
                "1000",
                "request.timeout.ms",
                "500");

        // when
        assertThatThrownBy(() -> TopicSetup.ensure(nobody, TOPICS))
                // then
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessageContaining("127.0.0.1:");
    }

    private static Map<String, Object> client(Cluster cluster) {
        return Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "group.id",
                UUID.randomUUID().toString(),
                "auto.offset.reset",
                "earliest");
    }
}
