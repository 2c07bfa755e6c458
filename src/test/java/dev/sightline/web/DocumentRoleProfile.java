package dev.sightline.web;

import dev.sightline.pipeline.EmbeddedClusterResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The roles document and web on an embedded broker. */
public class DocumentRoleProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("sightline.roles", "document,web", "sightline.topics.partitions", "12");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(EmbeddedClusterResource.class));
    }
}
