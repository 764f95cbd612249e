/**
 * A network that learns through Deeplearning4j and answers on our CPU engine. Reads the embedded digits; writes one of Deeplearning4j's zips.
 */
@NullMarked
package dev.jacquard.examples.dl4j;

import org.jspecify.annotations.NullMarked;
