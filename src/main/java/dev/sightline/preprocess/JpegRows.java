package dev.sightline.preprocess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many rows of a JPEG are really there: walks the entropy-coded data (ITU-T T.81, annexes F and G) without making
 * pixels. Decoders answer data that ends early with grey and a warning; this tells a lost end marker from lost rows.
 *
 * <p>Of every coefficient the last scan that refines it counts: a row is there when all its coefficients have all bits.
 */
final class JpegRows {
    private static final int COEFFICIENTS = 64;

    private final JpegFile jpeg;
    private final List<Plane> planes = new ArrayList<>();
    private final JpegHuffman[] dc = new JpegHuffman[4];
    private final JpegHuffman[] ac = new JpegHuffman[4];
    private final int mcuHeight;
    private final int mcusPerRow;
    private final int mcuRows;
    private int restartInterval;

    /** The blocks of one component, and how far each of its coefficients is complete. */
    private static final class Plane {
        final int id;
        final int horizontal;
        final int vertical;
        final int rowsABlock;
        final int blocksAcross;
        final int blocksDown;
        final int stride;
        final long @Nullable [] nonzero;
        final int[] rows = new int[COEFFICIENTS];
        final boolean[] covered = new boolean[COEFFICIENTS];

        Plane(JpegFile.Component component, JpegFile.FrameHeader frame, int hMax, int vMax, int stride, int height) {
            id = component.id();
            horizontal = component.horizontal();
            vertical = component.vertical();
            rowsABlock = 8 * vMax / vertical;
            blocksAcross = divideUp(divideUp(frame.width() * horizontal, hMax), 8);
            blocksDown = divideUp(divideUp(frame.height() * vertical, vMax), 8);
            this.stride = stride * horizontal;
            nonzero = frame.progressive() ? new long[this.stride * height * vertical] : null;
        }
    }

    private JpegRows(JpegFile jpeg) {
        this.jpeg = jpeg;
        var frame = jpeg.frame();
        int hMax = 1;
        int vMax = 1;
        for (var component : frame.components()) {
            hMax = Math.max(hMax, component.horizontal());
            vMax = Math.max(vMax, component.vertical());
        }
        mcuHeight = 8 * vMax;
        mcusPerRow = divideUp(frame.width(), 8 * hMax);
        mcuRows = divideUp(frame.height(), mcuHeight);
        for (var component : frame.components()) {
            if (component.horizontal() < 1 || component.vertical() < 1) {
                throw new IllegalArgumentException("a component without blocks");
            }
            planes.add(new Plane(component, frame, hMax, vMax, mcusPerRow, mcuRows));
        }
    }

    /** The part of the picture's rows, from the top, that is complete: 0 to 1. */
    static double kept(JpegFile jpeg) {
        var walk = new JpegRows(jpeg);
        for (var segment : jpeg.segments()) {
            walk.take(segment);
        }
        return walk.kept();
    }

    private double kept() {
        int height = jpeg.frame().height();
        int rows = height;
        for (var plane : planes) {
            for (int k = 0; k < COEFFICIENTS; k++) {
                // a coefficient that no scan completes was never to be complete, if the file has its end
                if (plane.covered[k] || !jpeg.ended()) {
                    rows = Math.min(rows, plane.rows[k]);
                }
            }
        }
        return (double) rows / height;
    }

    private void take(JpegFile.Segment segment) {
        var bytes = new Bytes(jpeg.file());
        switch (segment.marker()) {
            case JpegFile.DHT -> JpegHuffman.read(bytes, segment.body(), segment.end(), dc, ac);
            case JpegFile.DRI -> restartInterval = bytes.uint16(segment.body());
            case JpegFile.SOS -> scan(bytes, segment);
            default -> {} // quantisation changes no row
        }
    }

    private void scan(Bytes bytes, JpegFile.Segment segment) {
        int at = segment.body();
        int count = bytes.uint8(at);
        if (count < 1 || segment.scan() < at + 4 + 2 * count) {
            return;
        }
        int tail = at + 1 + 2 * count;
        var scan = new JpegScan(
                jpeg.frame().progressive(),
                bytes.uint8(tail),
                Math.min(bytes.uint8(tail + 1), COEFFICIENTS - 1),
                bytes.uint8(tail + 2) >> 4,
                new JpegBits(bytes.array(), segment.scan(), segment.end()));
        var members = new ArrayList<Plane>();
        for (int i = 0; i < count; i++) {
            int id = bytes.uint8(at + 1 + 2 * i);
            int tables = bytes.uint8(at + 2 + 2 * i);
            var plane = planes.stream().filter(one -> one.id == id).findFirst();
            if (plane.isEmpty()) {
                return;
            }
            members.add(plane.get());
            scan.add(dc[tables >> 4 & 3], ac[tables & 3]);
        }
        int rows = members.size() == 1 ? alone(scan, members.get(0)) : interleaved(scan, members);
        if ((bytes.uint8(tail + 2) & 0xf) == 0) {
            for (var plane : members) {
                Arrays.fill(plane.covered, scan.first(), scan.last() + 1, true);
                for (int k = scan.first(); k <= scan.last(); k++) {
                    plane.rows[k] = Math.max(plane.rows[k], rows);
                }
            }
        }
    }

    /** A scan of one component holds its own blocks only; returns the rows of pixels that it completes. */
    private int alone(JpegScan scan, Plane plane) {
        int unit = 0;
        for (int row = 0; row < plane.blocksDown; row++) {
            for (int column = 0; column < plane.blocksAcross; column++, unit++) {
                if (!restarts(scan, unit) || !scan.block(0, plane.nonzero, row * plane.stride + column)) {
                    return Math.min(row * plane.rowsABlock, jpeg.frame().height());
                }
            }
        }
        return jpeg.frame().height();
    }

    /** A scan of several components holds whole units, the padding at the edges included. */
    private int interleaved(JpegScan scan, List<Plane> members) {
        int unit = 0;
        for (int row = 0; row < mcuRows; row++) {
            for (int column = 0; column < mcusPerRow; column++, unit++) {
                if (!restarts(scan, unit) || !unit(scan, members, row, column)) {
                    return Math.min(row * mcuHeight, jpeg.frame().height());
                }
            }
        }
        return jpeg.frame().height();
    }

    private static boolean unit(JpegScan scan, List<Plane> members, int row, int column) {
        for (int member = 0; member < members.size(); member++) {
            var plane = members.get(member);
            for (int y = 0; y < plane.vertical; y++) {
                for (int x = 0; x < plane.horizontal; x++) {
                    int block = (row * plane.vertical + y) * plane.stride + column * plane.horizontal + x;
                    if (!scan.block(member, plane.nonzero, block)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private boolean restarts(JpegScan scan, int unit) {
        return restartInterval == 0 || unit == 0 || unit % restartInterval != 0 || scan.restart();
    }

    private static int divideUp(int length, int by) {
        return (length + by - 1) / by;
    }
}
