package dev.sightline.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sightline.event.CloudEvent;
import dev.sightline.event.Lane;
import dev.sightline.event.TaskRequest;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.streams.Refusal;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** What intake makes of a foreign record, before it knows whether it is news. */
sealed interface Arrival {
    /**
     * An upload or removal that a rule speaks of.
     *
     * @param upload      what was told
     * @param lane        where a request for it goes
     * @param tasks       what is asked of it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Selected(Upload upload, Lane lane, List<TaskRequest> tasks) implements Arrival {
        public Selected {
            tasks = List.copyOf(tasks);
        }
    }

    /** An event of ours, which goes on as it is. */
    record Ours(CloudEvent event) implements Arrival {}

    /** Nothing we know. */
    record Refused(@Nullable Bytes value, CaptionFailure failure) implements Arrival, Refusal {}
}
