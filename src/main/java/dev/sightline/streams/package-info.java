/** Running a Kafka Streams topology: its own client with settings for exactly once, health, meters and an end. */
@NullMarked
package dev.sightline.streams;

import org.jspecify.annotations.NullMarked;
