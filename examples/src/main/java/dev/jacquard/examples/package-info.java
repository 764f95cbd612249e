/** Small programs on real data, one package a net. They use only what a user of the project can use. */
@org.jspecify.annotations.NullMarked
package dev.jacquard.examples;
