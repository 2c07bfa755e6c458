package dev.sightline.index;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;

/**
 * What facets count of an image, as one text: images of like values share it, so that an image is counted by looking up
 * one number.
 */
final class FacetValues {
    /** In their order. */
    static final List<String> FIELDS =
            List.of(LuceneDocuments.STATE, LuceneDocuments.TASK, LuceneDocuments.MODEL, LuceneDocuments.LANGUAGE);

    private static final String FIELD_END = "\u001e";
    private static final String VALUE_END = "\u001f";

    private FacetValues() {}

    /** The image's values: of each field in turn, each once. */
    static String of(ImageEntry entry) {
        var state = entry.state() + VALUE_END + FIELD_END;
        var text = state
                + each(entry, ImageEntry.Text::task)
                + each(entry, ImageEntry.Text::model)
                + each(entry, ImageEntry.Text::language);
        // an image with thousands of languages is none that anybody counts
        var length = text.getBytes(StandardCharsets.UTF_8).length;
        return length <= IndexWriter.MAX_TERM_LENGTH ? text : state;
    }

    /** Hands over each field and value of the text. */
    static void read(String text, BiConsumer<String, String> value) {
        var fields = text.split(FIELD_END, -1);
        for (var i = 0; i < fields.length; i++) {
            for (var ofField : fields[i].split(VALUE_END, -1)) {
                if (!ofField.isEmpty()) {
                    value.accept(FIELDS.get(i), ofField);
                }
            }
        }
    }

    private static String each(ImageEntry entry, Function<ImageEntry.Text, String> value) {
        var values = new StringBuilder();
        Stream<String> distinct = entry.texts().stream()
                .map(value)
                .filter(Objects::nonNull)
                .distinct()
                .sorted();
        distinct.forEach(each -> values.append(each).append(VALUE_END));
        return values.append(FIELD_END).toString();
    }
}
