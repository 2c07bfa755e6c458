package dev.sightline.train.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured as JSON, and as one page to look at: scores, then pictures with what was said of them. */
public final class EvaluationReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EvaluationReport() {}

    /**
     * An image and what was said of it.
     *
     * @param asked     the question
     * @param thumbnail a JPEG; empty where there is none to show
     */
    @SuppressWarnings("ArrayRecordComponent") // shown once, never compared
    public record Shown(Judged judged, String asked, byte[] thumbnail) {}

    /** Writes {@code evaluation.json} and {@code index.html} into the folder. */
    public static void write(Path folder, String model, Map<String, Object> scores, List<Shown> shown)
            throws IOException {
        Files.createDirectories(folder);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", model);
        json.put("images", shown.size());
        json.put("scores", scores);
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("evaluation.json").toFile(), json);
        Files.writeString(folder.resolve("index.html"), page(model, scores, shown));
    }

    private static String page(String model, Map<String, Object> scores, List<Shown> shown) {
        StringBuilder rows = new StringBuilder();
        scores.forEach((name, value) -> rows.append("<tr><th scope=\"row\">")
                .append(escaped(name))
                .append("</th><td>")
                .append(figure(value))
                .append("</td></tr>\n"));
        StringBuilder cards = new StringBuilder();
        shown.forEach(one -> cards.append(card(one)));
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Evaluation of %1$s</title>
                <meta name="viewport" content="width=device-width">
                <style>
                body{font:16px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a}
                table{border-collapse:collapse}th,td{padding:.2rem .8rem;text-align:left;border-bottom:1px solid #ccc}
                ul.cards{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr));gap:1rem}
                ul.cards>li{border:1px solid #ccc;border-radius:.5rem;padding:.8rem}
                img{max-width:100%%;height:auto;display:block}.said{font-weight:600}.asked{color:#555}
                </style></head><body>
                <h1>Evaluation of %1$s</h1>
                <table><caption>%2$d images</caption>
                %3$s</table>
                <ul class="cards">
                %4$s</ul>
                </body></html>
                """
                .formatted(escaped(model), shown.size(), rows, cards);
    }

    private static String card(Shown one) {
        StringBuilder references = new StringBuilder();
        for (String reference : one.judged().references()) {
            references.append("<li>").append(escaped(reference)).append("</li>");
        }
        String picture = one.thumbnail().length == 0
                ? ""
                : "<img alt=\"%s\" src=\"data:image/jpeg;base64,%s\">"
                        .formatted(
                                escaped(one.judged().references().get(0)),
                                Base64.getEncoder().encodeToString(one.thumbnail()));
        return """
                <li>%s<p class="asked">%s</p><p class="said">%s</p><ul>%s</ul></li>
                """
                .formatted(picture, escaped(one.asked()), escaped(one.judged().prediction()), references);
    }

    private static String figure(Object value) {
        if (value instanceof Interval interval) {
            return String.format(Locale.ROOT, "%.3f to %.3f", interval.low(), interval.high());
        }
        return value instanceof Double number ? String.format(Locale.ROOT, "%.3f", number) : escaped("" + value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
