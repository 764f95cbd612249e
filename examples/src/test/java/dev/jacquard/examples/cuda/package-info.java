/** Generated CUDA programs on an emulated card, compared with the generated CPU programs number by number. */
@NullMarked
package dev.jacquard.examples.cuda;

import org.jspecify.annotations.NullMarked;
