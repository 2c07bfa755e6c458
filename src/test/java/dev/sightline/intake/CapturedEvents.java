package dev.sightline.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Notifications as servers sent them (MinIO, VersityGW) or as their documentation has them (AWS, Ceph), one a line. */
final class CapturedEvents {
    private CapturedEvents() {}

    static List<String> of(String server) {
        try (var in = CapturedEvents.class.getResourceAsStream("/s3-events/" + server + ".jsonl")) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
