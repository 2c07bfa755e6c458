package dev.sightline.train.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was measured, of one model or of two side by side, as JSON and as one page to look at. */
public final class EvaluationReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EvaluationReport() {}

    /** Small pictures for the page. */
    @FunctionalInterface
    public interface Pictures {
        /** A JPEG of the image; empty where there is none to show. */
        byte[] of(String image) throws IOException;
    }

    /**
     * Writes {@code evaluation.json} and {@code index.html} into the folder.
     *
     * @param other of the same images in the same order; none where nothing is compared
     */
    public static void write(Path folder, Evaluation one, @Nullable Evaluation other, Pictures pictures)
            throws IOException {
        Files.createDirectories(folder);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", one.model());
        json.put("images", one.judged().size());
        json.put("scores", one.estimates());
        if (other != null) {
            json.put("comparedWith", Map.of("model", other.model(), "scores", other.estimates()));
            json.put("differences", one.over(other));
        }
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("evaluation.json").toFile(), json);
        Files.writeString(folder.resolve("index.html"), new EvaluationPage(one, other, pictures).html());
    }
}
