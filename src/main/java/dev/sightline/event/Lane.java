package dev.sightline.event;

/** Which queue a request waits in: live ones go first, bulk ones fill what is left. */
public enum Lane {
    LIVE(Topics.REQUESTS),
    BULK(Topics.REQUESTS_BULK);

    private final String topic;

    Lane(String topic) {
        this.topic = topic;
    }

    /** The request topic of this lane. */
    public String topic() {
        return topic;
    }
}
