/** Both networks reach their bars on real pictures. Reads the folder of the distribution's package, fetches nothing. */
@NullMarked
package dev.jacquard.examples.fashion;

import org.jspecify.annotations.NullMarked;
