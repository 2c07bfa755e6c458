package dev.sightline.pipeline;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The service on an embedded broker, with a captioner that needs no model. */
public class FakeCaptionerProfile implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(FakeCaptioner.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        // what an image that hangs takes; far beyond what any other takes on a busy machine
        return Map.of("sightline.pipeline.image-budget", "PT5S");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(EmbeddedClusterResource.class));
    }
}
