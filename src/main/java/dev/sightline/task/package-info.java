/** What is asked of an image: the tasks' prompts and limits, what a request may change, and the gate its text must pass. */
@NullMarked
package dev.sightline.task;

import org.jspecify.annotations.NullMarked;
