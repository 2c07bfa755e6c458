package dev.sightline.web;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.sightline.document.ImageEvents;
import dev.sightline.event.Sha256;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.pipeline.KafkaRig;
import dev.sightline.storage.ImageBytes;
import dev.sightline.storage.ImageClaim;
import dev.sightline.storage.ImageStore;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DocumentRoleProfile.class)
class ImageResourceTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "quarkus.management.test-port", defaultValue = "9001")
    int managementPort;

    @Inject
    ImageStore store;

    @Test
    void answersTheDocumentOfAnImageUntilItIsDeleted() {
        var image = new ImageEvents("http-1");
        send(List.of(
                image.submitted("r1", 10, TaskRequest.of(TaskType.CAPTION, null)), image.captioned("r1", 10, "A cat")));
        await().atMost(PATIENCE).untilAsserted(() -> when().get("/api/images/http-1")
                .then()
                .statusCode(200)
                .body("state", equalTo("processed"))
                .body("texts[0].text", equalTo("A cat")));

        given().delete("/api/images/http-1").then().statusCode(202).body("imageId", equalTo("http-1"));

        await().atMost(PATIENCE).untilAsserted(() -> when().get("/api/images/http-1")
                .then()
                .statusCode(404)
                .contentType(Problem.MEDIA_TYPE)
                .body("code", equalTo("image_not_found")));
    }

    @Test
    void refusesWhatIsNoImageId() {
        when().get("/api/images/no%20id").then().statusCode(400).body("code", equalTo("event_malformed"));
        when().delete("/api/images/no%20id").then().statusCode(400).contentType(Problem.MEDIA_TYPE);
    }

    @Test
    void saysAsAProblemWhatHttpItselfRefuses() {
        when().get("/no/such/path")
                .then()
                .statusCode(404)
                .contentType(Problem.MEDIA_TYPE)
                .body("detail", equalTo("nothing is at /no/such/path"));
        when().put("/api/images/cat").then().statusCode(405).contentType(Problem.MEDIA_TYPE);
        given().contentType("text/plain")
                .body("x")
                .post("/api/search")
                .then()
                .statusCode(415)
                .contentType(Problem.MEDIA_TYPE);
    }

    @Test
    void answersTheThumbnailThatTheStoreHolds() throws IOException {
        var content = Sha256.of(new byte[] {1});
        var jpeg = ImageBytes.copyOf(new byte[] {(byte) 0xff, (byte) 0xd8, 7});
        store.putThumbnail(new ImageClaim("http-2", ImageEvents.START), content, jpeg);

        var body = when().get("/api/images/http-2/thumbnail")
                .then()
                .statusCode(200)
                .contentType("image/jpeg")
                .extract()
                .asByteArray();

        assertThat(body).isEqualTo(jpeg.toArray());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> when().get("/api/images/unseen/thumbnail").then().statusCode(404));
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records) {
        try (var kafka = new KafkaRig(bootstrapServers)) {
            records.forEach(kafka::send);
        }
    }
}
