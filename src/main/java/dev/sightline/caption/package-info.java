/** Captioning without Kafka: fetch, decode, encode, generate and gate composed; a request in, an outcome a task out. */
@NullMarked
package dev.sightline.caption;

import org.jspecify.annotations.NullMarked;
