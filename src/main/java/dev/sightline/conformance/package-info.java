/**
 * Runs a conformance kit: a folder of tiny models, pictures and questions whose answers another implementation gave. What
 * comes out are this implementation's answers, a JSON object a line; the kit's own script compares.
 *
 * <pre>
 * KIT/models/FAMILY/          a model folder            ─▶ FamilyRun    ─▶ case, pixels, batch
 * KIT/goldens/FAMILY.json     its questions                TokenizerRun ─▶ tokenizer
 * KIT/images, KIT/invalid     pictures                     PictureRun   ─▶ decode, invalid
 * </pre>
 */
@NullMarked
package dev.sightline.conformance;

import org.jspecify.annotations.NullMarked;
