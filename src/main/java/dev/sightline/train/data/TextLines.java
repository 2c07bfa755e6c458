package dev.sightline.train.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The lines of a text file that somebody wrote, in UTF-8: whatever is wrong with one is told with the file and the line.
 *
 * <p>Lines are read as they are asked for. A byte order mark and carriage returns, as Windows writes them, are no part of them.
 */
public final class TextLines extends AbstractSpliterator<String> {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final InputStream in;
    private long number;

    private TextLines(Path file, InputStream in) {
        super(Long.MAX_VALUE, ORDERED | NONNULL);
        this.file = file;
        this.in = in;
    }

    /** What a line means. */
    public interface Reading<T> {
        /**
         * Reads one.
         *
         * @param number of the line, from 1
         * @throws IllegalArgumentException if it is wrong; the message says how
         */
        T of(String line, long number);
    }

    /**
     * What the lines that are not blank mean, in order; the caller closes the stream.
     *
     * <p>The stream fails with an {@link IllegalArgumentException} that names file and line, where a line is no UTF-8 or means
     * nothing.
     */
    public static <T> Stream<T> read(Path file, Reading<T> reading) throws IOException {
        var lines = new TextLines(file, new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        return StreamSupport.stream(lines, false)
                .filter(line -> !line.isBlank())
                .map(line -> lines.meaning(line, reading))
                .onClose(lines::close);
    }

    /**
     * Text in UTF-8.
     *
     * @throws IllegalArgumentException if it is in another encoding
     */
    static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "no UTF-8: convert the file, as by iconv -f WINDOWS-1252 -t UTF-8 FILE", e);
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super String> action) {
        var bytes = new ByteArrayOutputStream();
        try {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            for (; next >= 0 && next != '\n'; next = in.read()) {
                bytes.write(next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        number++;
        String line = meaning("", (nothing, at) -> decoded(bytes.toByteArray()));
        if (number == 1 && line.startsWith(BYTE_ORDER_MARK)) {
            line = line.substring(1);
        }
        action.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        return true;
    }

    private <T> T meaning(String line, Reading<T> reading) {
        try {
            return reading.of(line, number);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s, line %d: %s".formatted(file.getFileName(), number, e.getMessage()), e);
        }
    }

    private void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
