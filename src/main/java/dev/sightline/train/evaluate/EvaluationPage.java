package dev.sightline.train.evaluate;

import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The page: a table of scores, then each picture with what was said of it; nothing is loaded from elsewhere. */
final class EvaluationPage {
    private static final String HTML =
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>%1$s</title>
            <meta name="viewport" content="width=device-width">
            <style>
            body{font:16px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a}
            table{border-collapse:collapse}th,td{padding:.2rem .8rem;text-align:left;border-bottom:1px solid #ccc}
            ul.cards{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr));gap:1rem}
            ul.cards>li{border:1px solid #ccc;border-radius:.5rem;padding:.8rem}
            img{max-width:100%%;height:auto;display:block}.said{font-weight:600}.asked,.by{color:#555}.by{font-weight:400}
            </style></head><body>
            <h1>%1$s</h1>
            <table><caption>%2$d images; intervals hold 95%% of 1,000 drawings of the images</caption>
            %3$s</table>
            <ul class="cards">
            %4$s</ul>
            </body></html>
            """;

    private final Evaluation one;
    private final @Nullable Evaluation other;
    private final EvaluationReport.Pictures pictures;

    EvaluationPage(Evaluation one, @Nullable Evaluation other, EvaluationReport.Pictures pictures) {
        this.one = one;
        this.other = other;
        this.pictures = pictures;
    }

    String html() throws IOException {
        StringBuilder cards = new StringBuilder();
        for (int i = 0; i < one.judged().size(); i++) {
            cards.append(card(i));
        }
        String title = other == null
                ? "Evaluation of " + one.model()
                : "Evaluation of " + one.model() + " beside " + other.model();
        return HTML.formatted(escaped(title), one.judged().size(), table(), cards);
    }

    private String table() {
        Map<String, Map<String, Estimate>> columns = new LinkedHashMap<>();
        columns.put(one.model(), one.estimates());
        if (other != null) {
            columns.put(other.model(), other.estimates());
            columns.put("difference", one.over(other));
        }
        StringBuilder table = new StringBuilder("<tr><th>score</th>");
        columns.keySet().forEach(name -> table.append("<th scope=\"col\">%s</th>".formatted(escaped(name))));
        table.append("</tr>\n");
        for (String score : one.scores().keySet()) {
            table.append("<tr><th scope=\"row\">%s</th>".formatted(escaped(score)));
            columns.values().forEach(column -> table.append(cell(Objects.requireNonNull(column.get(score)))));
            table.append("</tr>\n");
        }
        return table.toString();
    }

    private static String cell(Estimate estimate) {
        return String.format(
                Locale.ROOT, "<td>%.3f (%.3f to %.3f)</td>", estimate.value(), estimate.low(), estimate.high());
    }

    private String card(int index) throws IOException {
        Judged judged = one.judged().get(index);
        byte[] jpeg = pictures.of(judged.id());
        String picture = jpeg.length == 0
                ? ""
                : "<img alt=\"%s\" src=\"data:image/jpeg;base64,%s\">"
                        .formatted(
                                escaped(judged.references().get(0)),
                                Base64.getEncoder().encodeToString(jpeg));
        String said = other == null
                ? said("", judged)
                : said(one.model() + ": ", judged)
                        + said(other.model() + ": ", other.judged().get(index));
        return "<li>%s<p class=\"asked\">%s</p>%s<ul>%s</ul></li>\n"
                .formatted(picture, escaped(judged.question()), said, listed(judged.references()));
    }

    private static String said(String by, Judged judged) {
        return "<p class=\"said\"><span class=\"by\">%s</span>%s</p>"
                .formatted(escaped(by), escaped(judged.prediction()));
    }

    private static String listed(List<String> references) {
        StringBuilder list = new StringBuilder();
        references.forEach(reference -> list.append("<li>%s</li>".formatted(escaped(reference))));
        return list.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
