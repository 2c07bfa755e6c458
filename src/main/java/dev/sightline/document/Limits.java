package dev.sightline.document;

import dev.sightline.event.ImageReference;
import dev.sightline.event.TextGenerated.ImageName;

/**
 * How much of a sender's words is remembered, in bytes of JSON. With the counts of {@link ImageHistory} they keep a
 * history below 1 MiB, which is what a changelog takes.
 */
final class Limits {
    /** The longest text of a person; a model's is cut to it. */
    static final int TEXT = 6 * 1024;

    private static final int QUESTION = 512;
    private static final int ADDRESS = 1536;
    private static final int NAME = 256;
    private static final int ID = 256;

    private Limits() {}

    static String text(String text) {
        return JsonLength.cut(text, TEXT);
    }

    static String question(String question) {
        return JsonLength.cut(question, QUESTION);
    }

    static String id(String id) {
        return JsonLength.cut(id, ID);
    }

    /** The image's name, its address without what may be secret in it. */
    static ImageName name(ImageName image) {
        var address = new ImageReference(image.uri(), null, null, null).address();
        return new ImageName(
                JsonLength.cut(address, ADDRESS), image.name() == null ? null : JsonLength.cut(image.name(), NAME));
    }
}
