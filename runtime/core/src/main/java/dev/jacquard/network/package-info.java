/**
 * What a generated network is made of: its description, its parameters and the program that runs it, as seen by everything above the engines.
 * Reads definitions' enums and files; knows no engine, no data source and no training loop.
 */
@NullMarked
package dev.jacquard.network;

import org.jspecify.annotations.NullMarked;
