package dev.sightline.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics. Those keyed by image share one partition count, so that what belongs together stays together. */
public final class Topics {
    public static final String REQUESTS = "sightline.requests";
    public static final String REQUESTS_BULK = "sightline.requests.bulk";
    public static final String CAPTIONS = "sightline.captions";
    public static final String ANSWERS = "sightline.answers";
    public static final String DEAD_LETTERS = "sightline.dead-letters";
    public static final String EMBEDDINGS = "sightline.embeddings";
    public static final String UPLOADS = "sightline.uploads";
    public static final String EDITS = "sightline.edits";
    public static final String DOCUMENTS = "sightline.documents";
    public static final String COUNTS = "sightline.counts";

    /** The largest request and result: 1 MiB. */
    public static final int MAX_MESSAGE_BYTES = 1024 * 1024;
    /** The largest retry and dead letter: a request with its failure's headers, 1.25 MiB. */
    public static final int MAX_FAILED_MESSAGE_BYTES = MAX_MESSAGE_BYTES / 4 * 5;

    static final String RETRY_PREFIX = REQUESTS + ".retry_";

    private Topics() {}

    /** The topic in which requests wait this long for their next attempt. */
    public static String retry(Duration delay) {
        return RETRY_PREFIX + delay.toMillis();
    }

    /** Those keyed by image id. */
    public static List<Topic> keyedByImage(TopicSettings settings) {
        var topics = new ArrayList<Topic>();
        Stream.of(REQUESTS, REQUESTS_BULK, CAPTIONS, ANSWERS, EDITS)
                .map(name -> new Topic(name, settings.retention(), MAX_MESSAGE_BYTES))
                .forEach(topics::add);
        settings.retryDelays().stream()
                .map(delay -> new Topic(retry(delay), settings.retryRetention(), MAX_FAILED_MESSAGE_BYTES))
                .forEach(topics::add);
        topics.add(new Topic(DEAD_LETTERS, settings.retention(), MAX_FAILED_MESSAGE_BYTES));
        topics.add(new Topic(EMBEDDINGS, null, MAX_MESSAGE_BYTES));
        topics.add(new Topic(DOCUMENTS, null, MAX_MESSAGE_BYTES));
        return List.copyOf(topics);
    }

    /** What must be on the cluster before anything starts. */
    public static List<NewTopic> required(TopicSettings settings) {
        var uploads = new Topic(UPLOADS, settings.retention(), MAX_MESSAGE_BYTES);
        var counts = new Topic(COUNTS, settings.retention(), MAX_MESSAGE_BYTES);
        return Stream.concat(
                        Stream.concat(keyedByImage(settings).stream(), Stream.of(uploads))
                                .map(topic -> topic.toNewTopic(settings.partitions())),
                        Stream.of(counts.toNewTopic(1)))
                .toList();
    }

    /** Where a generated text goes. */
    public static String of(TextGenerated text) {
        return text.task() == TaskType.ANSWER ? ANSWERS : CAPTIONS;
    }
}
