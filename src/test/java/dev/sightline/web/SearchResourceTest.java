package dev.sightline.web;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.sightline.embed.ConfiguredTowers;
import dev.sightline.event.ImageEmbedded;
import dev.sightline.event.TextGenerated;
import dev.sightline.index.TestRecords;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(IndexRoleProfile.class)
class SearchResourceTest {
    private static final Path TOWERS = Path.of("src/test/resources/towers");
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    ConfiguredTowers towers;

    @BeforeEach
    void threePictures() throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (var colour : new String[] {"red", "green", "blue"}) {
                producer.send(TestRecords.written(colour, "A wall in the sun", AT))
                        .get();
                producer.send(embedding(colour)).get();
            }
            producer.send(TestRecords.written("plain", "A dog on a wall", AT)).get();
        }
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> when().get("/api/index")
                .then()
                .statusCode(200)
                .body("images", equalTo(4))
                .body("lag", equalTo(0)));
    }

    @Test
    void findsByWordsAndByMeaningAtOnce() {
        given().queryParam("q", "green wall")
                .get("/api/search")
                .then()
                .statusCode(200)
                .body("images[0].imageId", equalTo("green"))
                .body("images[0].image.uri", equalTo("s3://photos/green"))
                .body("images[0].texts[0].marked", equalTo("A <mark>wall</mark> in the sun"))
                .body("rankedBy", contains("meaning", "words"))
                .body("total", equalTo(1))
                .body("images.size()", equalTo(3))
                .body("facets.state", hasEntry("processed", 1))
                .body("notice", nullValue());
    }

    @Test
    void findsImagesLikeOneItKnowsAndLikeOneItIsSent() throws IOException {
        given().queryParam("like", "red")
                .queryParam("limit", 1)
                .get("/api/search")
                .then()
                .statusCode(200)
                .body("images.size()", equalTo(1))
                .body("images[0].imageId", not(equalTo("red")));
        given().contentType("image/png")
                .body(Files.readAllBytes(TOWERS.resolve("blue.png")))
                .post("/api/search")
                .then()
                .statusCode(200)
                .body("images[0].imageId", equalTo("blue"));
    }

    @Test
    void filtersAndSuggests() {
        given().queryParam("state", "failed")
                .get("/api/search")
                .then()
                .statusCode(200)
                .body("total", equalTo(0));
        given().queryParam("q", "wal")
                .get("/api/search/suggestions")
                .then()
                .statusCode(200)
                .body("suggestions[0]", equalTo("wall"));
    }

    @Test
    void saysWhatIsWrongWithAQuestion() {
        for (var wrong :
                new String[] {"limit=0", "limit=x", "from=yesterday", "like=no%20id", "offset=-1", "task=x", "state=x"
                }) {
            when().get("/api/search?" + wrong)
                    .then()
                    .statusCode(400)
                    .contentType(Problem.MEDIA_TYPE)
                    .body("code", equalTo("event_malformed"));
        }
        when().get("/api/search?like=unheard-of").then().statusCode(404).body("code", equalTo("image_not_found"));
        when().get("/api/search?like=plain")
                .then()
                .statusCode(400)
                .body("code", equalTo("task_unsupported"))
                .body("detail", containsString("no embedding"));
        given().contentType("image/png")
                .body(new byte[] {1, 2, 3})
                .post("/api/search")
                .then()
                .statusCode(415)
                .body("code", equalTo("image_unsupported_type"));
    }

    @Test
    void makesTheIndexAnewOnDemand() {
        when().post("/api/index/rebuild").then().statusCode(200).body("images", equalTo(4));
        var found = given().queryParam("q", "dog")
                .get("/api/search")
                .then()
                .extract()
                .jsonPath()
                .getList("images.imageId");
        assertThat(found).contains("plain");
    }

    private ProducerRecord<byte[], byte[]> embedding(String colour) throws IOException {
        var tower = towers.get().orElseThrow();
        var place = tower.ofImage(Files.readAllBytes(TOWERS.resolve(colour + ".png")));
        var model = new TextGenerated.Model(tower.id(), tower.revision());
        return TestRecords.written(ImageEmbedded.of(colour, "00", model, place.toArray()), AT);
    }
}
