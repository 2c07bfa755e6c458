/** Images in, requests out: files go into the store, requests onto a lane, and their results are read as they come. */
@NullMarked
package dev.sightline.submit;

import org.jspecify.annotations.NullMarked;
