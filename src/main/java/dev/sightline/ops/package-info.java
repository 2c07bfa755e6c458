/**
 * What an operator sees of a running service: health, meters, warm-up, and where it listens.
 *
 * <p>Ready means that a request sent now is answered: the model has written a text, the cluster answers, its topics are
 * there.
 */
@NullMarked
package dev.sightline.ops;

import org.jspecify.annotations.NullMarked;
