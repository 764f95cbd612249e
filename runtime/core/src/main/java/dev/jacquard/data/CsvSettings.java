package dev.jacquard.data;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What was said about a file.
 *
 * @param header     whether the first line names the columns
 * @param names      of the columns, where the file has no header; may be empty
 * @param skipLines  lines before the header or the first row
 * @param delimiter  between fields
 * @param quote      around fields
 * @param charset    of the text
 * @param label      the class column, if there is one
 * @param classes    the classes in the order of their numbers; empty to sort what is found
 * @param targets    columns of numbers to be predicted
 * @param inputs     columns to take; empty for all that have no other use
 * @param ignored    columns to leave out
 * @param categories categorical columns and their values in order; no values to sort what is found
 * @param missing    what happens where there is no value
 */
record CsvSettings(boolean header, List<String> names, int skipLines, char delimiter, char quote, Charset charset,
        @Nullable ColumnReference label, List<String> classes, List<ColumnReference> targets, List<ColumnReference> inputs,
        List<ColumnReference> ignored, Map<ColumnReference, List<String>> categories, MissingSettings missing) {
}
