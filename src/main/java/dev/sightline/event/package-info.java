/** What travels on the topics: wire records, CloudEvents headers, typed topics, and the ids that name them. */
@NullMarked
package dev.sightline.event;

import org.jspecify.annotations.NullMarked;
