package dev.sightline.document;

import dev.sightline.event.DocumentUpdated;
import java.util.List;
import org.apache.kafka.streams.state.HostInfo;

/** What this instance knows about an image's document. */
public sealed interface DocumentLookup {
    /** Here it is. */
    record Found(DocumentUpdated document) implements DocumentLookup {}

    /** There is none. */
    record None() implements DocumentLookup {}

    /** Another instance holds it: one of these, the one that is up to date first. */
    record Elsewhere(List<HostInfo> hosts) implements DocumentLookup {
        public Elsewhere {
            hosts = List.copyOf(hosts);
        }
    }

    /** Nobody can say now: its store moves, or is being filled. */
    record Unavailable(String why) implements DocumentLookup {}
}
