package dev.sightline.pipeline;

import java.util.List;

/** As {@link FakeCaptionerProfile}, on a cluster such as others run it. */
public class ExternalClusterProfile extends FakeCaptionerProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(ExternalClusterResource.class));
    }
}
