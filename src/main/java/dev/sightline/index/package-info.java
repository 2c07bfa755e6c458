/** Documents and embeddings into Lucene, words and vectors out of it; the query takes a vector and makes none. */
@NullMarked
package dev.sightline.index;

import org.jspecify.annotations.NullMarked;
