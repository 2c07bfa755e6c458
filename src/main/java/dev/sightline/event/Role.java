package dev.sightline.event;

import java.util.Locale;

/** A part that a process can play; work flows between them over Kafka and the image store alone. */
public enum Role {
    CAPTION,
    INTAKE,
    DOCUMENT,
    INDEX,
    WEB,
    REPLAY,
    SINK;

    /** The name on the command line, such as {@code caption}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
