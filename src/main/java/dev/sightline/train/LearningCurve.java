package dev.sightline.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** A run's journal as a picture (SVG): the loss, smoothed, and below it each figure of the evaluations. */
final class LearningCurve {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 220;
    private static final int MARGIN = 48;
    private static final double SMOOTHING = 0.95;
    private static final int MARKED = 50;

    private LearningCurve() {}

    private record Point(double step, double value) {}

    static String svg(List<JsonNode> journal) {
        List<Point> loss = new ArrayList<>();
        TreeMap<String, List<Point>> figures = new TreeMap<>();
        double average = Double.NaN;
        for (JsonNode line : journal) {
            double step = line.path("step").asDouble();
            if (line.has("loss")) {
                double value = line.path("loss").asDouble();
                average = Double.isNaN(average) ? value : SMOOTHING * average + (1 - SMOOTHING) * value;
                loss.add(new Point(step, average));
            }
            line.path("evaluation").properties().forEach(figure -> figures.computeIfAbsent(
                            figure.getKey(), key -> new ArrayList<>())
                    .add(new Point(step, figure.getValue().asDouble())));
        }
        StringBuilder panels = new StringBuilder(panel("loss (smoothed)", loss, 0));
        int index = 1;
        for (String name : figures.keySet()) {
            panels.append(panel(name, figures.getOrDefault(name, List.of()), index++));
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                %s</svg>
                """
                .formatted(WIDTH, index * HEIGHT, panels);
    }

    private static String panel(String name, List<Point> points, int index) {
        double last = points.stream().mapToDouble(Point::step).max().orElse(1);
        double low = points.stream().mapToDouble(Point::value).min().orElse(0);
        double high = points.stream().mapToDouble(Point::value).max().orElse(1);
        double span = high > low ? high - low : 1;
        StringBuilder line = new StringBuilder();
        StringBuilder marks = new StringBuilder(); // a single point is no line
        for (Point point : points) {
            double x = MARGIN + (WIDTH - 2.0 * MARGIN) * point.step() / Math.max(1, last);
            double y = HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * (point.value() - low) / span;
            line.append(number(x)).append(',').append(number(y)).append(' ');
            if (points.size() <= MARKED) {
                marks.append("<circle cx=\"%s\" cy=\"%s\" r=\"3\" fill=\"#1f5fa8\"/>".formatted(number(x), number(y)));
            }
        }
        return """
                <g transform="translate(0,%d)">
                <text x="%d" y="20" font-weight="bold">%s</text>
                <text x="4" y="%d">%s</text><text x="4" y="%d">%s</text>
                <text x="%d" y="%d" text-anchor="end">step %s</text>
                <path d="M%d %d V%d H%d" fill="none" stroke="#888"/>
                <polyline points="%s" fill="none" stroke="#1f5fa8" stroke-width="2"/>%s
                </g>
                """
                .formatted(
                        index * HEIGHT,
                        MARGIN,
                        name,
                        MARGIN + 4,
                        number(high),
                        HEIGHT - MARGIN,
                        number(low),
                        WIDTH - MARGIN,
                        HEIGHT - MARGIN + 18,
                        (long) last,
                        MARGIN,
                        MARGIN - 8,
                        HEIGHT - MARGIN,
                        WIDTH - MARGIN,
                        line.toString().strip(),
                        marks);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
