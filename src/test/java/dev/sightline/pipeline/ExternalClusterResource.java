package dev.sightline.pipeline;

import dev.sightline.broker.TopicSetup;
import dev.sightline.event.TopicSettings;
import dev.sightline.event.Topics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** A broker in a process of its own, with Kafka's defaults but for replication, and the clients' defaults with it. */
public class ExternalClusterResource implements QuarkusTestResourceLifecycleManager {
    private BrokerProcess broker;

    @Override
    public Map<String, String> start() {
        var properties = new HashMap<>(EmbeddedClusterResource.TOPICS);
        var folder = TestFolder.named("cluster");
        broker = BrokerProcess.start(folder);
        properties.put("sightline.data", folder.toString());
        TopicSetup.ensure(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                Topics.required(TopicSettings.load(EmbeddedClusterResource.TOPICS)));
        properties.put("kafka.bootstrap.servers", broker.bootstrapServers());
        for (var lane : new String[] {"live", "bulk"}) {
            properties.put("mp.messaging.incoming." + lane + ".session.timeout.ms", "45000");
            properties.put("mp.messaging.incoming." + lane + ".heartbeat.interval.ms", "3000");
            properties.put("mp.messaging.incoming." + lane + ".poll-timeout", "1000");
        }
        return properties;
    }

    @Override
    public void stop() {
        broker.close();
    }
}
