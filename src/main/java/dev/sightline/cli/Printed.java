package dev.sightline.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands on one line of a command's results, in each of its formats; as JSON it is the object itself. */
interface Printed {
    /** For people. */
    String asText();

    /** One a column. */
    List<@Nullable Object> asCells();

    /** Whether it says that there is no result. */
    boolean failed();
}
