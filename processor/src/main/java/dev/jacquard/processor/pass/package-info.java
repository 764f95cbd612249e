/**
 * Pure functions from graph to graph: shapes, lowering to operations, gradients, simplification, fusion, order and memory. Read graphs, return
 * graphs; know no annotation, no target and no file.
 */
@NullMarked
package dev.jacquard.processor.pass;

import org.jspecify.annotations.NullMarked;
