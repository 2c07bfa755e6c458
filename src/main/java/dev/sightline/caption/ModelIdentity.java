package dev.sightline.caption;

/**
 * What the texts come from.
 *
 * @param id               the model's name
 * @param revision         hash over the files loaded and the precision run
 * @param preprocessorHash hash of the way from bytes to pixel values
 */
public record ModelIdentity(String id, String revision, String preprocessorHash) {}
