package dev.sightline.bench;

import java.util.List;

/** How much memory a process takes while it works, looked at again and again. */
public record MemoryCurve(List<Point> points) {
    private static final double WARM_UP = 0.5;
    private static final double STILL_FLAT = 0.02;

    public MemoryCurve {
        points = List.copyOf(points);
    }

    /**
     * One look.
     *
     * @param images        done by then
     * @param seconds       since the first began
     * @param residentBytes of the process, native memory included
     * @param heapBytes     used of Java's heap, garbage included
     * @param directBytes   of Java's buffers outside of it
     */
    public record Point(int images, double seconds, long residentBytes, long heapBytes, long directBytes) {}

    /**
     * What the curve says after its first half, in which caches fill, code is compiled and allocators find their sizes.
     *
     * @param images               that it is about
     * @param bytesAThousandImages slope of the line through the resident memory, by least squares
     * @param leastResidentBytes   at any look
     * @param mostResidentBytes    at any look
     * @param growth               what the line rises over all these images, in parts of its middle
     * @param flat                 whether that is less than two in a hundred
     */
    public record Verdict(
            int images,
            double bytesAThousandImages,
            long leastResidentBytes,
            long mostResidentBytes,
            double growth,
            boolean flat) {}

    /**
     * The verdict.
     *
     * @throws IllegalStateException of fewer than three looks after the warm-up
     */
    public Verdict verdict() {
        int last = points.isEmpty() ? 0 : points.get(points.size() - 1).images();
        var warm = points.stream()
                .filter(point -> point.images() >= WARM_UP * last)
                .toList();
        if (warm.size() < 3) {
            throw new IllegalStateException(warm.size() + " looks make no curve: look more often");
        }
        double meanImages = warm.stream().mapToInt(Point::images).average().orElseThrow();
        double meanBytes =
                warm.stream().mapToLong(Point::residentBytes).average().orElseThrow();
        double product = 0;
        double square = 0;
        for (var point : warm) {
            double distance = point.images() - meanImages;
            product += distance * (point.residentBytes() - meanBytes);
            square += distance * distance;
        }
        double slope = product / square;
        int images = last - warm.get(0).images();
        double growth = slope * images / meanBytes;
        return new Verdict(
                images,
                1e3 * slope,
                warm.stream().mapToLong(Point::residentBytes).min().orElseThrow(),
                warm.stream().mapToLong(Point::residentBytes).max().orElseThrow(),
                growth,
                growth < STILL_FLAT);
    }
}
