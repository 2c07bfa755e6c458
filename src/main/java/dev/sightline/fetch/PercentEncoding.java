package dev.sightline.fetch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Decodes RFC 3986 percent-encoding, strictly: a {@code %} is followed by two hexadecimal digits, {@code +} is itself. */
final class PercentEncoding {
    private static final HexFormat UPPER_CASE = HexFormat.of().withUpperCase();

    private PercentEncoding() {}

    /** The bytes that the text stands for, at most so many of them and one more; characters stand for their UTF-8. */
    static byte[] bytes(String encoded, int maxBytes) {
        var bytes = new ByteArrayOutputStream(Math.min(encoded.length(), maxBytes) + 4);
        for (int i = 0; i < encoded.length() && bytes.size() <= maxBytes; ) {
            int c = encoded.codePointAt(i);
            if (c == '%') {
                bytes.write(octet(encoded, i));
                i += 3;
            } else if (c < 0x80) {
                bytes.write(c);
                i++;
            } else {
                bytes.writeBytes(utf8(c));
                i += Character.charCount(c);
            }
        }
        return bytes.toByteArray();
    }

    /** The text, whose bytes must be UTF-8. */
    static String text(String encoded) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(encoded, Integer.MAX_VALUE - 8)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("percent-encoded bytes are not UTF-8", e);
        }
    }

    /** The text with what is beyond ASCII percent-encoded, as browsers send it; unlike URI's, it normalises nothing. */
    static String ascii(String text) {
        var ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c < 0x80) {
                ascii.append((char) c);
            } else {
                for (byte octet : utf8(c)) {
                    ascii.append('%').append(UPPER_CASE.toHexDigits(octet));
                }
            }
        });
        return ascii.toString();
    }

    private static byte[] utf8(int codePoint) {
        if (Character.getType(codePoint) == Character.SURROGATE) {
            throw new IllegalArgumentException("half a surrogate pair is no character");
        }
        return Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    }

    static int octet(String encoded, int at) {
        if (at + 2 >= encoded.length()
                || !HexFormat.isHexDigit(encoded.charAt(at + 1))
                || !HexFormat.isHexDigit(encoded.charAt(at + 2))) {
            throw new IllegalArgumentException("% at " + at + " is not followed by two hexadecimal digits");
        }
        return HexFormat.fromHexDigits(encoded, at + 1, at + 3);
    }
}
