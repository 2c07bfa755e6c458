package dev.sightline.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;

/** The standard input, read as UTF-8 whatever the locale. */
final class Stdin {
    private Stdin() {}

    static BufferedReader reader() {
        return new BufferedReader(new InputStreamReader(System.in, UTF_8));
    }
}
