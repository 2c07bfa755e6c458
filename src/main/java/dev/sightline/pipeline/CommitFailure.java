package dev.sightline.pipeline;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/** Why a transaction was not committed, as far as it decides what happens next. */
enum CommitFailure {
    /** The batch's partitions have gone to another consumer: it is theirs now. */
    MOVED,
    /** The cluster was not able to, and may be soon. */
    PASSING,
    /** We may not: nothing will change that but an operator. */
    FORBIDDEN,
    /** Something in the batch is refused for what it is. */
    REFUSED;

    static CommitFailure of(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthorizationException || cause instanceof AuthenticationException) {
                return FORBIDDEN;
            }
            if (moved(cause)) {
                return MOVED;
            }
            if (cause instanceof RetriableException
                    || cause instanceof RetriableCommitFailedException
                    || cause instanceof InterruptException) {
                return PASSING;
            }
            if (cause instanceof ApiException) {
                return REFUSED;
            }
        }
        return REFUSED;
    }

    private static boolean moved(Throwable cause) {
        return cause instanceof CommitFailedException
                || cause instanceof RebalanceInProgressException
                || cause instanceof IllegalGenerationException
                || cause instanceof UnknownMemberIdException
                || cause instanceof FencedInstanceIdException
                || cause instanceof ProducerFencedException
                || cause instanceof InvalidProducerEpochException;
    }
}
