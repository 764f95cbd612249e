/** The code and the tables of README.md and docs/ are true. Reads those pages, compiles what they show. */
@NullMarked
package dev.jacquard.examples.documents;

import org.jspecify.annotations.NullMarked;
