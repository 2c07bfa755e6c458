package dev.sightline.preprocess;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Filters of resizing, with Pillow's codes and shapes; all but nearest are widened when shrinking, so nothing aliases. */
enum Resample {
    NEAREST(0) {
        @Override
        double weight(double x) {
            throw new UnsupportedOperationException("nearest takes one pixel and weighs none");
        }
    },
    LANCZOS(3) {
        @Override
        double weight(double x) {
            return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        }
    },
    BILINEAR(1) {
        @Override
        double weight(double x) {
            double distance = Math.abs(x);
            return distance < 1 ? 1 - distance : 0;
        }
    },
    BICUBIC(2) {
        @Override
        double weight(double x) {
            double a = -0.5; // Keys 1981; OpenCV and torch take -0.75
            double distance = Math.abs(x);
            if (distance < 1) {
                return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
            }
            return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * a : 0;
        }
    },
    BOX(0.5) {
        @Override
        double weight(double x) {
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        }
    },
    HAMMING(1) {
        @Override
        double weight(double x) {
            double distance = Math.abs(x);
            if (distance == 0) {
                return 1;
            }
            double angle = distance * Math.PI;
            return distance < 1 ? Math.sin(angle) / angle * (0.54 + 0.46 * Math.cos(angle)) : 0;
        }
    };

    private static final List<Resample> BY_CODE = List.of(NEAREST, LANCZOS, BILINEAR, BICUBIC, BOX, HAMMING);

    private final double support;

    Resample(double support) {
        this.support = support;
    }

    /** How far from its centre the filter reaches, in pixels of the coarser picture. */
    double support() {
        return support;
    }

    /** The filter's value at a distance from its centre. */
    abstract double weight(double x);

    /** The filter that the {@code resample} entry names; the other where there is no such entry. */
    static Resample of(JsonNode config, Resample otherwise) {
        return ofCode(config.path("resample").asInt(BY_CODE.indexOf(otherwise)));
    }

    /** The filter of one of Pillow's codes. */
    static Resample ofCode(int code) {
        if (code < 0 || code >= BY_CODE.size()) {
            throw new IllegalArgumentException("resample " + code + " is none of 0 nearest, 1 lanczos, 2 bilinear, "
                    + "3 bicubic, 4 box, 5 hamming");
        }
        return BY_CODE.get(code);
    }

    private static double sinc(double x) {
        double angle = x * Math.PI;
        return x == 0 ? 1 : Math.sin(angle) / angle;
    }
}
