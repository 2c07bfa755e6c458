package dev.sightline.train;

import dev.sightline.train.data.CaptionedImages;
import dev.sightline.train.data.PatchSource;

/** What is said about images, and what the ViT sees of them. */
record Examples(CaptionedImages texts, PatchSource patches) {}
