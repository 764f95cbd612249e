/**
 * Kernel text: header-free CUDA C++ put together from descriptions of sizes and formulas, for NVRTC or for a C++ compiler that emulates a
 * card. Pure functions from records to text; knows no driver, no device memory and no data.
 */
@NullMarked
package dev.jacquard.cuda.kernel;

import org.jspecify.annotations.NullMarked;
