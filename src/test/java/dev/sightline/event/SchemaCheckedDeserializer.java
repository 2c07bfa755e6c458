package dev.sightline.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Bytes as they are; an event on a topic that only we write is held to its schema on the way. */
public final class SchemaCheckedDeserializer implements Deserializer<byte[]> {
    private static final Set<String> OURS =
            Set.of(Topics.CAPTIONS, Topics.ANSWERS, Topics.EMBEDDINGS, Topics.DOCUMENTS, Topics.REQUESTS);

    @Override
    public byte @Nullable [] deserialize(String topic, byte @Nullable [] data) {
        return data;
    }

    @Override
    public byte @Nullable [] deserialize(String topic, Headers headers, byte @Nullable [] data) {
        if (data != null && OURS.contains(topic)) {
            var event = CloudEventRecords.read(headers, data);
            assertThat(Schemas.violations(event.type(), event.data()))
                    .as("%s %s", topic, event)
                    .isEmpty();
        }
        return data;
    }
}
