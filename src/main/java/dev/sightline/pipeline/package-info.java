/**
 * The Kafka side of captioning: batches of requests in, results and dead letters out, each (request, task) exactly once.
 *
 * <pre>
 * sightline.requests       ─▶ RequestChannels ─▶ RequestReader ─▶ Captioner ─▶ Outcome ─▶ OffsetTransaction ─▶ captions, answers,
 * sightline.requests.bulk  ─▶    (N copies)       infer first: no transaction is open     one transaction       dead letters, offsets
 * </pre>
 *
 * <p>A copy of a channel has one batch in flight and a producer of its own; copies overlap. Whatever fails before the
 * commit puts the consumer back to its last committed positions, so a batch is done again, never lost.
 */
@NullMarked
package dev.sightline.pipeline;

import org.jspecify.annotations.NullMarked;
