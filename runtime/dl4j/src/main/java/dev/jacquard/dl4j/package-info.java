/** The bridge to Deeplearning4j: configurations and weights in both directions. Nothing in the rest of the project may know it. */
@org.jspecify.annotations.NullMarked
package dev.jacquard.dl4j;
