package dev.sightline.event;

import java.util.List;

/** The topics' names. Those keyed by image share one partition count. */
public final class Topics {
    public static final String REQUESTS = "sightline.requests";
    public static final String REQUESTS_BULK = "sightline.requests.bulk";
    public static final String CAPTIONS = "sightline.captions";
    public static final String ANSWERS = "sightline.answers";
    public static final String DEAD_LETTERS = "sightline.dead-letters";
    public static final String EMBEDDINGS = "sightline.embeddings";

    private Topics() {}

    /** Those keyed by image id: one partition count, so that what belongs together stays together. */
    public static List<String> keyedByImage() {
        return List.of(REQUESTS, REQUESTS_BULK, CAPTIONS, ANSWERS, DEAD_LETTERS, EMBEDDINGS);
    }

    /** Where a generated text goes. */
    public static String of(TextGenerated text) {
        return text.task() == TaskType.ANSWER ? ANSWERS : CAPTIONS;
    }
}
