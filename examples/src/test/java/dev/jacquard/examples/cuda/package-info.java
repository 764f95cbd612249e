/** Generated CUDA programs on an emulated card, and on a real one where there is one, compared with the generated CPU programs number by number. */
@NullMarked
package dev.jacquard.examples.cuda;

import org.jspecify.annotations.NullMarked;
