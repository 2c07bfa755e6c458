/** The HTTP interface: what is asked of images, answered here or by the process that plays the role. */
@NullMarked
package dev.sightline.web;

import org.jspecify.annotations.NullMarked;
