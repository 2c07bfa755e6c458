package dev.sightline.preprocess;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a JPEG file that say how its picture is coded (ITU-T T.81, annex B), found without decoding it.
 *
 * <pre>
 * SOI  APPn…  DQT DHT SOF  (DHT… SOS data)…  EOI  whatever comes after
 * </pre>
 *
 * @param file        the bytes, not copied
 * @param segments    all from SOI to the last scan that matter to the picture, application data left out
 * @param frame       the start of frame
 * @param adobe       the colour transform of Adobe's segment, or -1 where there is none
 * @param jfif        whether the file says that it is JFIF
 * @param orientation as the first Exif segment states it
 * @param ended       whether the end marker was there
 */
@SuppressWarnings("ArrayRecordComponent") // a view that nobody compares
record JpegFile(
        byte[] file,
        List<Segment> segments,
        FrameHeader frame,
        int adobe,
        boolean jfif,
        Orientation orientation,
        boolean ended) {
    static final int SOI = 0xd8;
    static final int EOI = 0xd9;
    static final int SOS = 0xda;
    static final int DQT = 0xdb;
    static final int DHT = 0xc4;
    static final int DRI = 0xdd;
    private static final int JPG = 0xc8;
    private static final int DAC = 0xcc;
    private static final int TEM = 0x01;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;

    // JFIF 1.1 without units: says that three components are YCbCr
    private static final byte[] JFIF_SEGMENT = {
        (byte) 0xff, (byte) APP0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
    };
    // Adobe's segment with transform 0: says that components are what they are
    private static final byte[] ADOBE_SEGMENT = {
        (byte) 0xff, (byte) APP14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };
    private static final byte[] START = {(byte) 0xff, (byte) SOI};
    private static final byte[] END = {(byte) 0xff, (byte) EOI};

    /**
     * A marker with what follows it.
     *
     * @param marker the second byte of the marker
     * @param start  where the marker begins
     * @param body   where its content begins, behind the length
     * @param scan   where entropy-coded data begins; equals {@code end} for all but scans
     * @param end    where the next marker begins
     */
    record Segment(int marker, int start, int body, int scan, int end) {}

    /** One component: its id, and how many blocks of it a unit of all components has. */
    record Component(int id, int horizontal, int vertical) {}

    /** The start of frame: how the picture is coded, and its size. */
    record FrameHeader(int marker, int precision, int width, int height, List<Component> components) {
        boolean progressive() {
            return marker == 0xc2;
        }

        /** Sequential or progressive, with Huffman codes and 8 bits: what everybody writes and reads. */
        boolean common() {
            return marker >= 0xc0 && marker <= 0xc2 && precision == 8;
        }
    }

    /** Walks the file's markers. */
    static JpegFile parse(byte[] file) throws IOException {
        var bytes = new Bytes(file);
        var segments = new ArrayList<Segment>();
        FrameHeader frame = null;
        Orientation orientation = null;
        int adobe = -1;
        boolean jfif = false;
        boolean ended = false;
        int at = nextMarker(bytes, 2);
        while (at >= 0 && !ended) {
            var segment = segment(bytes, at);
            int marker = segment.marker();
            if (marker == EOI) {
                ended = true;
            } else if (isFrame(marker) && frame == null) {
                frame = frameHeader(bytes, segment);
            } else if (marker == APP0) {
                jfif |= bytes.startsWith(segment.body(), "JFIF\0");
            } else if (marker == APP1 && orientation == null && bytes.startsWith(segment.body(), "Exif\0\0")) {
                orientation = Orientation.inExif(file, segment.body() + 6, segment.end())
                        .orElse(Orientation.UPRIGHT);
            } else if (marker == APP14 && bytes.startsWith(segment.body(), "Adobe") && length(segment) >= 12) {
                adobe = bytes.uint8(segment.body() + 11);
            }
            if (isFrame(marker) || marker == DQT || marker == DHT || marker == DRI || marker == DAC || marker == SOS) {
                segments.add(segment);
            }
            at = nextMarker(bytes, segment.end());
        }
        if (frame == null) {
            throw new IOException("it has no frame header");
        }
        return new JpegFile(file, List.copyOf(segments), frame, adobe, jfif, orUpright(orientation), ended);
    }

    private static Orientation orUpright(@Nullable Orientation orientation) {
        return Optional.ofNullable(orientation).orElse(Orientation.UPRIGHT);
    }

    private static int length(Segment segment) {
        return segment.end() - segment.body();
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != DHT && marker != JPG && marker != DAC;
    }

    /** The next marker at or behind a position, padding and stray bytes skipped; -1 where the file ends first. */
    private static int nextMarker(Bytes bytes, int from) {
        for (int at = from; at + 1 < bytes.length(); at++) {
            int code = bytes.uint8(at + 1);
            if (bytes.uint8(at) == 0xff && code != 0 && code != 0xff && code != TEM && !isRestart(code)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isRestart(int code) {
        return code >= 0xd0 && code <= 0xd7;
    }

    private static Segment segment(Bytes bytes, int at) throws IOException {
        int marker = bytes.uint8(at + 1);
        if (marker == EOI || marker == SOI) {
            return new Segment(marker, at, at + 2, at + 2, at + 2);
        }
        bytes.require(at, 4);
        int length = bytes.uint16(at + 2);
        if (length < 2) {
            throw new IOException("a segment at byte " + at + " is shorter than its own length");
        }
        bytes.require(at + 2, length);
        int end = at + 2 + length;
        if (marker == SOS) {
            int next = nextMarker(bytes, end);
            return new Segment(marker, at, at + 4, end, next < 0 ? bytes.length() : next);
        }
        return new Segment(marker, at, at + 4, end, end);
    }

    private static FrameHeader frameHeader(Bytes bytes, Segment segment) throws IOException {
        int at = segment.body();
        bytes.require(at, 6);
        int count = bytes.uint8(at + 5);
        if (length(segment) < 6 + 3 * count) {
            throw new IOException("its frame header is cut");
        }
        var components = new ArrayList<Component>();
        for (int i = 0; i < count; i++) {
            int entry = at + 6 + 3 * i;
            int sampling = bytes.uint8(entry + 1);
            components.add(new Component(bytes.uint8(entry), sampling >> 4, sampling & 0xf));
        }
        return new FrameHeader(
                segment.marker(), bytes.uint8(at), bytes.uint16(at + 3), bytes.uint16(at + 1), List.copyOf(components));
    }

    /** How many stretches of entropy-coded data there are. */
    long scans() {
        return segments.stream().filter(segment -> segment.marker() == SOS).count();
    }

    /** Whether the picture is grey or YCbCr and not RGB or CMYK; told as libjpeg tells it. */
    boolean isYcc() {
        if (frame.components().size() != 3) {
            return frame.components().size() == 1;
        }
        if (jfif) {
            return true;
        }
        if (adobe >= 0) {
            return adobe != 0;
        }
        var ids = frame.components().stream().map(Component::id).toList();
        return !ids.equals(List.of((int) 'R', (int) 'G', (int) 'B'));
    }

    /**
     * The same picture with nothing of its application data but which colours it has: colour profiles and thumbnails,
     * broken or not, never meet a decoder, nor does what comes after the end.
     */
    byte[] bare() {
        var out = new ByteArrayOutputStream(file.length);
        out.writeBytes(START);
        out.writeBytes(isYcc() ? JFIF_SEGMENT : ADOBE_SEGMENT);
        for (var segment : segments) {
            out.write(file, segment.start(), segment.end() - segment.start());
        }
        out.writeBytes(END);
        return out.toByteArray();
    }
}
