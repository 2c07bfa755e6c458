package dev.sightline.pipeline;

import dev.sightline.broker.Cluster;
import dev.sightline.event.TopicSettings;
import dev.sightline.event.Topics;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Starts an embedded broker with its topics before the service, and stops it after. */
public class EmbeddedClusterResource implements QuarkusTestResourceLifecycleManager {
    /** Short pauses between attempts, so that tests need not wait. */
    static final Map<String, String> TOPICS = Map.of("sightline.topics.retry-delays", "PT0.2S,PT0.4S");

    private Cluster cluster;

    @Override
    public Map<String, String> start() {
        cluster = Cluster.open(TestFolder.named("cluster"), null, Topics.required(TopicSettings.load(TOPICS)));
        var properties = new HashMap<>(cluster.properties());
        properties.putAll(TOPICS);
        properties.remove("quarkus.profile"); // %test takes the embedded settings
        return properties;
    }

    @Override
    public void stop() {
        cluster.close();
    }
}
