/** Foreign words about images, from buckets, CloudEvents and plain addresses, become requests and deletions of ours. */
@NullMarked
package dev.sightline.intake;

import org.jspecify.annotations.NullMarked;
