package dev.sightline.caption;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.event.ImageReference;
import dev.sightline.event.Json;
import dev.sightline.event.Lane;
import dev.sightline.event.PromptChoice;
import dev.sightline.event.TaskRequest;
import dev.sightline.fetch.FetchSettings;
import dev.sightline.fetch.ImageFetcher;
import dev.sightline.storage.ImageStore;
import dev.sightline.storage.StorageSettings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way but Kafka, with the real model and the cases of its {@code golden.json}. */
class SamplePhotosTest {
    private static final Path HOME = Path.of(System.getProperty("sightline.home", "."));
    private static final Path PHOTOS = HOME.resolve("src/main/photos").toAbsolutePath();
    private static final Path MODEL = HOME.resolve("src/main/model").toAbsolutePath();

    private static ImageStore store;
    private static ImageFetcher fetcher;

    @BeforeAll
    static void open(@TempDir Path folder) throws IOException {
        store = ImageStore.open(StorageSettings.inFolder(folder));
        fetcher = ImageFetcher.open(FetchSettings.defaults().withFileRoots(List.of(PHOTOS)), store);
    }

    @AfterAll
    static void close() {
        fetcher.close();
        store.close();
    }

    @Test
    void writesTheSameTextsForEveryBatchSize() throws IOException {
        var goldens = goldens();
        var texts = new HashMap<Integer, List<String>>();
        var largest = new HashMap<Integer, Integer>();

        for (var batch : List.of(1, 4, 16)) {
            var sizes = new ConcurrentLinkedQueue<Integer>();
            try (var captioner = open(batch, sizes)) {
                texts.put(batch, texts(captioner, goldens));
            }
            largest.put(batch, Collections.max(sizes));
        }

        assertThat(texts.get(4)).isEqualTo(texts.get(1));
        assertThat(texts.get(16)).isEqualTo(texts.get(1));
        assertThat(largest.get(1)).isEqualTo(1);
        assertThat(largest.get(4)).isBetween(2, 4);
        assertThat(largest.get(16)).isBetween(5, 16);
    }

    @Test
    void saysWhatIsInThePhotoAndNothingElse() throws IOException {
        var photo = Files.readAllBytes(PHOTOS.resolve("chelsea.jpg"));
        var other = Files.readAllBytes(PHOTOS.resolve("astronaut.jpg"));
        try (var captioner = open(4, new ConcurrentLinkedQueue<>())) {
            var chelsea = text(captioner, photo);
            var astronaut = text(captioner, other);

            assertThat(text(captioner, blanked(photo))).isNotEqualTo(chelsea);
            assertThat(astronaut).isNotEqualTo(chelsea);
            assertThat(List.of(text(captioner, other), text(captioner, photo))).containsExactly(astronaut, chelsea);
        }
    }

    private static LoadedCaptioner open(int batch, Queue<Integer> sizes) {
        var listener = new CaptionListener() {
            @Override
            public void batch(Stage stage, int size) {
                if (stage == Stage.GENERATE) {
                    sizes.add(size);
                }
            }
        };
        return LoadedCaptioner.open(CaptionerSettings.of(MODEL).withBatch(batch), fetcher, Thumbnails.NONE, listener);
    }

    private static byte[] blanked(byte[] photo) throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(photo));
        var blank = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        var png = new ByteArrayOutputStream();
        ImageIO.write(blank, "png", png);
        return png.toByteArray();
    }

    private static String text(Captioner captioner, byte[] image) {
        var uri = "data:;base64," + Base64.getEncoder().encodeToString(image);
        var outcomes = captioner.caption(request(uri, null)).join();
        return ((TaskOutcome.Done) outcomes.get(0)).text().text();
    }

    private static List<String> texts(Captioner captioner, List<JsonNode> goldens) {
        var running = goldens.stream()
                .map(golden -> captioner.caption(request(golden)))
                .toList();
        return running.stream()
                .map(CompletableFuture::join)
                .map(outcomes -> ((TaskOutcome.Done) outcomes.get(0)).text().text())
                .toList();
    }

    private static CaptionRequest request(JsonNode golden) {
        var photo = PHOTOS.resolve(Path.of(golden.get("image").asText()).getFileName());
        return request(
                photo.toUri().toString(),
                new PromptChoice(null, golden.get("prompt").asText()));
    }

    private static CaptionRequest request(String uri, PromptChoice prompt) {
        var task = new TaskRequest("t", "caption", null, null, null, prompt, null, null, null);
        var image = new ImageReference(uri, null, null, null);
        return new CaptionRequest("r", "i", image, List.of(task), Lane.LIVE, Instant.now(), null, null);
    }

    private static List<JsonNode> goldens() throws IOException {
        var cases =
                Json.mapper().readTree(MODEL.resolve("golden.json").toFile()).get("cases");
        return StreamSupport.stream(cases.spliterator(), false).toList();
    }
}
