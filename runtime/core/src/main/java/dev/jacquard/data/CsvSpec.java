package dev.jacquard.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import dev.jacquard.Spec;

import org.jspecify.annotations.Nullable;

/**
 * What the columns of a CSV file are: {@code Csv.read(path, c -> c.label("species").ignore("id"))}. Columns are named as in the header, or counted
 * from 0, or from the end with −1 for the last. A column that nobody mentions is an input of numbers.
 */
public final class CsvSpec extends Spec {
    private boolean header = true;
    private List<String> names = List.of();
    private int skipLines;
    private char delimiter = ',';
    private char quote = '"';
    private Charset charset = StandardCharsets.UTF_8;
    private @Nullable ColumnReference label;
    private List<String> classes = List.of();
    private final List<ColumnReference> targets = new ArrayList<>();
    private final List<ColumnReference> inputs = new ArrayList<>();
    private final List<ColumnReference> ignored = new ArrayList<>();
    private final Map<ColumnReference, List<String>> categories = new LinkedHashMap<>();
    private MissingSettings missing = MissingSettings.DEFAULT;

    private CsvSpec() {
    }

    static CsvSettings settings(Consumer<? super CsvSpec> says) {
        CsvSpec spec = new CsvSpec();
        return frozen(spec, says, spec::settings);
    }

    /** The file starts with its first row; columns are called {@code column 0}, {@code column 1}, … */
    public CsvSpec noHeader() {
        speaking();
        header = false;
        return this;
    }

    /** The file starts with its first row, and this is what its columns are called. */
    public CsvSpec columns(String... all) {
        speaking();
        header = false;
        names = List.of(all);
        return this;
    }

    /** Lines before the header, or before the first row where there is no header. */
    public CsvSpec skipLines(int count) {
        speaking();
        if (count < 0) {
            throw new IllegalArgumentException("skipLines is at least 0, not " + count);
        }
        skipLines = count;
        return this;
    }

    /** What stands between fields; a comma when not said. */
    public CsvSpec delimiter(char value) {
        speaking();
        delimiter = value;
        return this;
    }

    /** What stands around fields that hold delimiters or line breaks; a double quote when not said. */
    public CsvSpec quote(char value) {
        speaking();
        quote = value;
        return this;
    }

    /** How the file writes characters; UTF-8 when not said. */
    public CsvSpec charset(Charset value) {
        speaking();
        charset = value;
        return this;
    }

    /** The column of classes: texts or whole numbers. They are sorted and numbered from 0. */
    public CsvSpec label(String column) {
        speaking();
        label = new ColumnReference.Name(column);
        return this;
    }

    /** The column of classes, by position. */
    public CsvSpec label(int column) {
        speaking();
        label = new ColumnReference.Position(column);
        return this;
    }

    /**
     * The classes in the order of their numbers. The label column holds these texts, or already their numbers from 0. Say this when a second file
     * must get the same numbers.
     */
    public CsvSpec classes(List<String> inOrder) {
        speaking();
        classes = List.copyOf(inOrder);
        return this;
    }

    /** The classes in the order of their numbers. */
    public CsvSpec classes(String... inOrder) {
        speaking();
        return classes(List.of(inOrder));
    }

    /** Columns of numbers to be predicted: together one target, in this order. */
    public CsvSpec target(String... columns) {
        speaking();
        add(targets, columns);
        return this;
    }

    /** Columns of numbers to be predicted, by position. */
    public CsvSpec target(int... columns) {
        speaking();
        add(targets, columns);
        return this;
    }

    /** Takes these columns as inputs, in this order, and leaves out all others that have no use. */
    public CsvSpec inputs(String... columns) {
        speaking();
        add(inputs, columns);
        return this;
    }

    /** Takes these columns as inputs, by position. */
    public CsvSpec inputs(int... columns) {
        speaking();
        add(inputs, columns);
        return this;
    }

    /** Columns to leave out. */
    public CsvSpec ignore(String... columns) {
        speaking();
        add(ignored, columns);
        return this;
    }

    /** Columns to leave out, by position. */
    public CsvSpec ignore(int... columns) {
        speaking();
        add(ignored, columns);
        return this;
    }

    /** Input columns of texts: each becomes as many numbers as it has different texts, one of them 1 (one-hot), sorted. */
    public CsvSpec categorical(String... columns) {
        speaking();
        for (String column : columns) {
            categories.put(new ColumnReference.Name(column), List.of());
        }
        return this;
    }

    /** Input columns of texts, by position. */
    public CsvSpec categorical(int... columns) {
        speaking();
        for (int column : columns) {
            categories.put(new ColumnReference.Position(column), List.of());
        }
        return this;
    }

    /** An input column of texts and all texts it may have, in order. Say this when a second file must get the same numbers. */
    public CsvSpec categories(String column, List<String> texts) {
        speaking();
        categories.put(new ColumnReference.Name(column), List.copyOf(texts));
        return this;
    }

    /** What happens where there is no value; an error that names the place when not said. */
    public CsvSpec missing(Consumer<? super MissingSpec> says) {
        speaking();
        missing = MissingSpec.settings(missing, says);
        return this;
    }

    /** What happens where there is no value, by finished settings: they replace what was said before. */
    public CsvSpec missing(MissingSettings value) {
        speaking();
        missing = Objects.requireNonNull(value, "missing");
        return this;
    }

    private static void add(List<ColumnReference> references, String... columns) {
        for (String column : columns) {
            references.add(new ColumnReference.Name(column));
        }
    }

    private static void add(List<ColumnReference> references, int... columns) {
        for (int column : columns) {
            references.add(new ColumnReference.Position(column));
        }
    }

    private CsvSettings settings() {
        return new CsvSettings(header, names, skipLines, delimiter, quote, charset, label, classes, List.copyOf(targets), List.copyOf(inputs),
                List.copyOf(ignored), new LinkedHashMap<>(categories), missing);
    }
}
