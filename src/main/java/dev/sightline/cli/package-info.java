/** The command line: a class a command, results on stdout and everything else on stderr. */
@NullMarked
package dev.sightline.cli;

import org.jspecify.annotations.NullMarked;
