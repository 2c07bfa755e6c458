/** What a Hugging Face model folder holds: its files, family, number formats and revision, and why it was refused. */
@NullMarked
package dev.sightline.model.folder;

import org.jspecify.annotations.NullMarked;
