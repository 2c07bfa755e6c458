package dev.sightline.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.sightline.event.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Histories as bytes, in the store, its changelog and on the way there. Fields are only ever added, and readers ignore
 * those they do not know, so that a new version and the one before it read each other's stores.
 */
final class HistoryJson {
    private static final ObjectReader READER = Json.mapper().readerFor(ImageHistory.class);
    private static final ObjectWriter WRITER = Json.mapper().writerFor(ImageHistory.class);

    private HistoryJson() {}

    static byte[] write(ImageHistory history) {
        try {
            return WRITER.writeValueAsBytes(history);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a history is plain data", e);
        }
    }

    static ImageHistory read(byte @Nullable [] bytes) {
        try {
            return bytes == null ? ImageHistory.NONE : READER.readValue(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("the store holds a history that this version cannot read", e);
        }
    }
}
