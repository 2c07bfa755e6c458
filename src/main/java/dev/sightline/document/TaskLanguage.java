package dev.sightline.document;

import static java.util.Comparator.comparing;

import dev.sightline.event.TaskType;
import java.util.Comparator;

/** A document has one winning text for each of these. */
record TaskLanguage(TaskType task, String language) implements Comparable<TaskLanguage> {
    private static final Comparator<TaskLanguage> ORDER =
            comparing(TaskLanguage::task).thenComparing(TaskLanguage::language);

    @Override
    public int compareTo(TaskLanguage other) {
        return ORDER.compare(this, other);
    }
}
