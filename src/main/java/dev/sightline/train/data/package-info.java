/** Training data: conversations about images, the images themselves in folders and tar shards, features kept of them. */
@NullMarked
package dev.sightline.train.data;

import org.jspecify.annotations.NullMarked;
