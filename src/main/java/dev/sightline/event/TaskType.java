package dev.sightline.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be asked about an image. */
public enum TaskType {
    CAPTION,
    ALT,
    DESCRIBE,
    STORY,
    ANSWER;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name on the wire and on the command line, such as {@code caption}. */
    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** The type of that wire name, or empty where none has it. */
    public static Optional<TaskType> of(String wireName) {
        return Arrays.stream(values()).filter(t -> t.wireName.equals(wireName)).findFirst();
    }

    @JsonCreator
    static TaskType parse(String wireName) {
        return of(wireName).orElseThrow(() -> new IllegalArgumentException("unknown task type: " + wireName));
    }
}
