package dev.sightline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.broker.Cluster;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.CloudEventRecords;
import dev.sightline.event.GenerationParameters;
import dev.sightline.event.ImageReference;
import dev.sightline.event.ImageSubmitted;
import dev.sightline.event.Json;
import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TopicSettings;
import dev.sightline.event.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for every (request, task) of a run with broken images, failing sources, two workers and a kill: each ends
 * exactly once, in the way it had to.
 *
 * @param requests how many, of which a tenth is broken and a twentieth comes from a source in trouble
 * @param launcher the script that starts workers
 * @param photos   a folder of sound photos
 */
public record PipelineAccount(int requests, Path launcher, Path photos) {
    private static final String SOURCE = "/sightline/bench";
    private static final String RETRY_DELAYS = "PT1S,PT3S";
    private static final int NEW_TOKENS = 8;
    private static final Duration STANDSTILL = Duration.ofMinutes(10);
    private static final List<String> OUTPUTS = List.of(Topics.CAPTIONS, Topics.ANSWERS, Topics.DEAD_LETTERS);

    /**
     * Runs it below the folder and hands out the table, a line at a time.
     *
     * @param progress told how far it is
     * @return whether the account is exact
     */
    public boolean run(Path folder, Consumer<String> progress, Consumer<String> table)
            throws IOException, InterruptedException {
        var photo = anyPhoto();
        var retries = Map.of("sightline.topics.retry-delays", RETRY_DELAYS);
        var account = new Account();
        try (var sources = new TroubledServer(photo);
                var cluster = Cluster.open(folder, null, Topics.required(TopicSettings.load(retries)))) {
            var workers = new WorkerLauncher(
                    launcher,
                    Map.of(
                            "SIGHTLINE_TOPICS_RETRY_DELAYS",
                            RETRY_DELAYS,
                            "SIGHTLINE_FETCH_FILE_ROOTS",
                            folder.resolve("pictures") + "," + photos.toRealPath(),
                            "SIGHTLINE_FETCH_TIMEOUT",
                            "PT3S",
                            "SIGHTLINE_FETCH_HTTP_PORTS",
                            "80," + sources.port(),
                            "SIGHTLINE_FETCH_HTTP_NETWORKS",
                            "127.0.0.0/8"));
            send(cluster.bootstrapServers(), requests(folder.resolve("pictures"), photo, sources), account);
            progress.accept("sent " + requests + " requests, " + account.asked() + " tasks");
            work(cluster.bootstrapServers(), workers, folder, account, progress);
        }
        return AccountTable.print(account.lines(), table);
    }

    private record Request(AccountKind kind, String id, String uri) {}

    private List<Request> requests(Path pictures, Path photo, TroubledServer sources) throws IOException {
        Files.createDirectories(pictures);
        var files = new EnumMap<AccountKind, String>(AccountKind.class);
        for (var kind : List.of(
                AccountKind.EMPTY,
                AccountKind.TOO_LARGE,
                AccountKind.NO_IMAGE,
                AccountKind.TRUNCATED,
                AccountKind.TOO_MANY_PIXELS)) {
            var file = pictures.toRealPath().resolve(kind + ".jpg");
            BrokenImages.write(kind, file, photo);
            files.put(kind, file.toUri().toString());
        }
        files.put(
                AccountKind.MISSING,
                pictures.toRealPath().resolve("missing.jpg").toUri().toString());
        files.put(AccountKind.NO_EVENT, photo.toUri().toString());
        var sound = sound();
        return IntStream.range(0, requests)
                .mapToObj(n -> {
                    var kind = AccountKind.of(n);
                    var uri = kind == AccountKind.GOOD
                            ? sound.get(n % sound.size()).toUri().toString()
                            : files.getOrDefault(kind, sources.uri(kind, n));
                    return new Request(kind, "request-" + n, uri);
                })
                .toList();
    }

    private void send(String bootstrapServers, List<Request> all, Account account) {
        try (var publisher = new Publisher(Map.of("bootstrap.servers", bootstrapServers))) {
            var n = 0;
            for (var request : all) {
                var lane = n % 3 == 0 ? Lane.BULK : Lane.LIVE;
                var tasks = n % 4 == 0 ? List.of(caption(), answer()) : List.of(caption());
                account.sent(
                        request.kind(),
                        SOURCE,
                        request.id(),
                        tasks.stream().map(TaskRequest::type).toList());
                publisher.send(record(request, lane, tasks));
                n++;
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(Request request, Lane lane, List<TaskRequest> tasks) {
        var submitted = new ImageSubmitted(
                request.id(), new ImageReference(request.uri(), null, null, null), tasks, null, null, null);
        var event = new CloudEvent(
                request.id(),
                SOURCE,
                ImageSubmitted.TYPE,
                request.id(),
                Instant.now(),
                null,
                Map.of(),
                Json.mapper().valueToTree(submitted));
        var record = CloudEventRecords.write(lane.topic(), request.id(), event);
        return request.kind() == AccountKind.NO_EVENT
                ? new ProducerRecord<>(
                        record.topic(), null, record.key(), "{\"image\":".getBytes(UTF_8), record.headers())
                : record;
    }

    private void work(
            String bootstrapServers, WorkerLauncher workers, Path folder, Account account, Consumer<String> progress)
            throws IOException, InterruptedException {
        var first = workers.start(bootstrapServers, folder.resolve("first"));
        var second = workers.start(bootstrapServers, folder.resolve("second"));
        try (var consumer = outputs(bootstrapServers)) {
            read(consumer, account, account.asked() / 3, progress);
            first.destroyForcibly().waitFor();
            progress.accept("killed the first worker after " + account.ended() + " tasks; it starts again");
            first = workers.start(bootstrapServers, folder.resolve("first"));
            read(consumer, account, account.asked(), progress);
            drain(consumer, account);
        } finally {
            first.destroy();
            second.destroy();
            first.waitFor();
            second.waitFor();
        }
    }

    private static KafkaConsumer<byte[], byte[]> outputs(String bootstrapServers) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "allow.auto.create.topics",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = OUTPUTS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    // until so many tasks have ended, or nothing has for too long
    private static void read(
            KafkaConsumer<byte[], byte[]> consumer, Account account, int enough, Consumer<String> progress) {
        var still = Instant.now();
        var told = account.ended();
        while (account.ended() < enough
                && Duration.between(still, Instant.now()).compareTo(STANDSTILL) < 0) {
            var records = consumer.poll(Duration.ofMillis(500));
            records.forEach(account::seen);
            if (!records.isEmpty()) {
                still = Instant.now();
            }
            if (account.ended() >= told + 200) {
                told = account.ended();
                progress.accept(told + " of " + account.asked() + " tasks have ended");
            }
        }
    }

    // what comes too much comes late
    private static void drain(KafkaConsumer<byte[], byte[]> consumer, Account account) {
        for (var quiet = 0; quiet < 10; quiet++) {
            consumer.poll(Duration.ofMillis(500)).forEach(account::seen);
        }
    }

    private Path anyPhoto() throws IOException {
        return sound().get(0);
    }

    private List<Path> sound() throws IOException {
        try (Stream<Path> files = Files.list(photos.toRealPath())) {
            return files.filter(file -> file.toString().endsWith(".jpg"))
                    .sorted()
                    .toList();
        }
    }

    private static TaskRequest caption() {
        return task("caption", null);
    }

    private static TaskRequest answer() {
        return task("answer", "What is in the photo?");
    }

    private static TaskRequest task(String type, @Nullable String question) {
        return new TaskRequest(
                null, type, question, null, null, null, null, GenerationParameters.ofMaxNewTokens(NEW_TOKENS), null);
    }
}
