/**
 * The content-addressed image store: bytes under their SHA-256 in a folder or in S3, a thumbnail beside them, and who
 * still wants them. The door is {@link dev.sightline.storage.ImageStore}.
 */
@NullMarked
package dev.sightline.storage;

import org.jspecify.annotations.NullMarked;
