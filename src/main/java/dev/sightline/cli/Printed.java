package dev.sightline.cli;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands on one line of a command's results, in each of its formats; as JSON it is the object itself. */
interface Printed {
    Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069]");

    /** For people. */
    String asText();

    /** One a column. */
    List<@Nullable Object> asCells();

    /** The same, naming its task for people too, as they need where several tasks were asked. */
    default Printed namingTask() {
        return this;
    }

    /** A name as one can be shown: control characters, which could drive a terminal or break the line, are spelt out. */
    static String escaped(String name) {
        return CONTROL.matcher(name)
                .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
    }

    /** Whether it says that there is no result. */
    boolean failed();
}
