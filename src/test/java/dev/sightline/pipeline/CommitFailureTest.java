package dev.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommitFailureTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new CommitFailedException(), CommitFailure.MOVED),
                arguments(new ProducerFencedException("another took the id"), CommitFailure.MOVED),
                arguments(new NotEnoughReplicasException("one is away"), CommitFailure.PASSING),
                arguments(new TopicAuthorizationException("sightline.captions"), CommitFailure.FORBIDDEN),
                arguments(new TransactionalIdAuthorizationException("sightline-1"), CommitFailure.FORBIDDEN),
                arguments(new RecordTooLargeException(), CommitFailure.REFUSED),
                arguments(
                        new KafkaException("in an error state", new InvalidRecordException("no")),
                        CommitFailure.REFUSED),
                arguments(
                        new KafkaException("in an error state", new TopicAuthorizationException("sightline.captions")),
                        CommitFailure.FORBIDDEN));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void isKnownByItsCause(KafkaException failure, CommitFailure kind) {
        // when
        var found = CommitFailure.of(failure);

        // then
        assertThat(found).isEqualTo(kind);
    }
}
