package dev.sightline.pipeline;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The same as on the embedded broker. */
@QuarkusTest
@TestProfile(ExternalClusterProfile.class)
class CaptionPipelineOnAnotherClusterTest extends CaptionPipelineTest {}
