package dev.sightline.web;

import dev.sightline.pipeline.EmbeddedClusterResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** The roles index and web on an embedded broker, with towers. */
public class IndexRoleProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            return Map.of(
                    "sightline.roles", "index,web",
                    "sightline.index.folder", Files.createTempDirectory("index").toString(),
                    "sightline.embed.towers", "src/test/resources/towers");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(EmbeddedClusterResource.class));
    }
}
