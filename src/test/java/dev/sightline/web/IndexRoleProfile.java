package dev.sightline.web;

import dev.sightline.pipeline.EmbeddedClusterResource;
import dev.sightline.pipeline.TestFolder;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The roles index and web on an embedded broker, with towers. */
public class IndexRoleProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "sightline.roles", "index,web",
                "sightline.index.folder", TestFolder.named("index").toString(),
                "sightline.embed.towers", "src/test/resources/towers");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(EmbeddedClusterResource.class));
    }
}
