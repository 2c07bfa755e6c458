package dev.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AbsentRoleTest.WebAlone.class)
class AbsentRoleTest {
    /** A process that only serves HTTP. */
    public static class WebAlone extends FakeCaptionerProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            var overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("sightline.roles", "web");
            return overrides;
        }
    }

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    KafkaClientService clients;

    @Test
    void channelsOfARoleThatIsNotPlayedAreOff() throws Exception {
        // when
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var groups = admin.listGroups().all().get();

            // then
            assertThat(clients.getConsumerChannels()).isEmpty();
            assertThat(groups).extracting(group -> group.groupId()).doesNotContain("sightline-live", "sightline-bulk");
        }
    }
}
