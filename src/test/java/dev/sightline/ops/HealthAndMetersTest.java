package dev.sightline.ops;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import dev.sightline.caption.Stage;
import dev.sightline.event.TaskType;
import dev.sightline.event.Topics;
import dev.sightline.pipeline.FakeCaptioner;
import dev.sightline.pipeline.FakeCaptionerProfile;
import dev.sightline.pipeline.KafkaRig;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FakeCaptionerProfile.class)
class HealthAndMetersTest {
    @ConfigProperty(name = "quarkus.management.port")
    int management;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    CaptionMeters meters;

    @Inject
    FakeCaptioner captioner;

    @Test
    void isReadyWhenTheModelTheClusterAndTheTopicsAre() {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> given().port(management)
                .get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", is("UP"))
                .body("checks.name", hasItems("model", "kafka", "retry")));
    }

    @Test
    void saysThatItLivesAndHasStarted() {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            given().port(management).get("/q/health/live").then().statusCode(200);
            given().port(management).get("/q/health/started").then().statusCode(200);
        });
    }

    @Test
    void doesNotLiveOnceTheModelBroke() {
        await().untilAsserted(() -> model("UP", 200));
        captioner.alive(false);
        try {
            model("DOWN", 503);
        } finally {
            captioner.alive(true);
        }
    }

    private void model(String status, int code) {
        given().port(management)
                .get("/q/health/live")
                .then()
                .statusCode(code)
                .body("checks.find { it.name == 'model-alive' }.status", is(status));
    }

    @Test
    void showsWhatCaptioningDoesUnderTheContractsNames() {
        // given
        meters.stage(Stage.ENCODE, Duration.ofMillis(12));
        meters.batch(Stage.GENERATE, 4);
        meters.tokens(9);

        // when
        given().port(management)
                .get("/q/metrics")
                // then
                .then()
                .statusCode(200)
                .body(containsString("caption_stage_seconds_count{stage=\"encode\"} 1"))
                .body(containsString("caption_batch_size_sum{stage=\"generate\"} 4.0"))
                .body(containsString("caption_tokens_total 9.0"));
    }

    @Test
    void countsImagesWhenTheirResultsAreVisible() {
        // given
        try (var kafka = new KafkaRig(bootstrapServers)) {
            // when
            kafka.send(KafkaRig.request(Topics.REQUESTS, "metered", "test:/metered.jpg", TaskType.CAPTION));
            kafka.await(1, KafkaRig.keyed("metered"));
        }

        // then
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> given().port(management)
                .get("/q/metrics")
                .then()
                .body(matchesPattern("(?s).*caption_images_total\\{lane=\"live\",outcome=\"done\"\\} [1-9].*"))
                .body(containsString("caption_end_to_end_seconds_bucket{lane=\"live\""))
                .body(containsString("caption_recomputed_total 0.0")));
    }
}
