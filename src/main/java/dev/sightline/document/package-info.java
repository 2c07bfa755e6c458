/**
 * One document an image: everything said about it, merged by rule and not by arrival, on the topic of documents and
 * answered by id.
 */
@NullMarked
package dev.sightline.document;

import org.jspecify.annotations.NullMarked;
