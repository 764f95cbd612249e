package dev.jacquard.data;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.jacquard.DataException;
import dev.jacquard.Suggestion;
import dev.jacquard.network.Column;
import dev.jacquard.network.Description;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Shape;

/**
 * An immutable set of rows: one column for each input of a network, one for each target, and the names people use. Every method that changes
 * something returns a new data set; columns that it does not touch are shared.
 *
 * <p>Rows and columns count from 0, also in messages. Numbers live outside the heap, in native byte order, and are freed when no data set refers
 * to them any more; the JVM counts them against {@code -XX:MaxDirectMemorySize}, which is the size of the heap when nobody says otherwise.
 * Neighbouring rows ({@link #take}, {@link #skip}, an ordered split) share memory with the set they come from; any other choice of rows is copied,
 * because engines read a column by row number.
 */
public final class Dataset implements Samples {
    private final List<NamedColumn> inputs;
    private final List<NamedColumn> targets;
    private final List<Column> inputColumns;
    private final List<Column> targetColumns;
    private final int size;

    Dataset(List<NamedColumn> inputs, List<NamedColumn> targets) {
        this.inputs = List.copyOf(inputs);
        this.targets = List.copyOf(targets);
        if (inputs.isEmpty()) {
            throw new DataException("the data set has no input; give it at least one");
        }
        inputColumns = inputs.stream().map(NamedColumn::column).toList();
        targetColumns = targets.stream().map(NamedColumn::column).toList();
        size = inputColumns.getFirst().rows();
        String first = inputs.getFirst().title("input", 0);
        equallyLong(first, "input", inputs);
        equallyLong(first, "target", targets);
    }

    private void equallyLong(String first, String kind, List<NamedColumn> columns) {
        for (int i = 0; i < columns.size(); i++) {
            int rows = columns.get(i).column().rows();
            if (rows != size) {
                throw new DataException(columns.get(i).title(kind, i) + " has " + rows + " rows, but " + first + " has " + size);
            }
        }
    }

    /**
     * Inputs without targets, for prediction.
     *
     * @param x (rows, width)
     * @throws DataException for no rows, rows of different widths, NaN and infinity: with row and column
     */
    public static Dataset of(float[][] x) {
        return new Dataset(List.of(NamedColumn.unnamed(ArrayColumns.floats("x", x))), List.of());
    }

    /**
     * Inputs and class numbers.
     *
     * @param x (rows, width)
     * @param y class of each row, from 0
     * @throws DataException for no rows, rows of different widths, NaN and infinity, a negative class: with row and column
     */
    public static Dataset of(float[][] x, int[] y) {
        return pair(ArrayColumns.floats("x", x), ArrayColumns.labels("y", y));
    }

    /**
     * Inputs and one number for each row.
     *
     * @param x (rows, width)
     * @param y (rows)
     * @throws DataException for no rows, rows of different widths, NaN and infinity: with row and column
     */
    public static Dataset of(float[][] x, float[] y) {
        return pair(ArrayColumns.floats("x", x), ArrayColumns.floats("y", y));
    }

    /**
     * Inputs and several numbers for each row.
     *
     * @param x (rows, width)
     * @param y (rows, outputs)
     * @throws DataException for no rows, rows of different widths, NaN and infinity: with row and column
     */
    public static Dataset of(float[][] x, float[][] y) {
        return pair(ArrayColumns.floats("x", x), ArrayColumns.floats("y", y));
    }

    /**
     * Several inputs, several targets, or columns in other forms than float arrays.
     *
     * @throws DataException as the other ways, and for columns of different lengths
     */
    public static Dataset of(Consumer<? super DatasetSpec> says) {
        return DatasetSpec.dataset(says);
    }

    private static Dataset pair(Column x, Column y) {
        return new Dataset(List.of(NamedColumn.unnamed(x)), List.of(NamedColumn.unnamed(y)));
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public List<Column> inputs() {
        return inputColumns;
    }

    @Override
    public List<Column> targets() {
        return targetColumns;
    }

    /** The inputs' names; empty strings where nobody gave any. */
    public List<String> inputNames() {
        return inputs.stream().map(NamedColumn::name).toList();
    }

    /** The targets' names; empty strings where nobody gave any. */
    public List<String> targetNames() {
        return targets.stream().map(NamedColumn::name).toList();
    }

    /** What each number of a row of the first input is called; nothing when that is not known. */
    public List<String> featureNames() {
        return inputs.getFirst().features();
    }

    /** What the classes of the first target are called, by class number; nothing when that is not known. */
    public List<String> classNames() {
        return targets.isEmpty() ? List.of() : targets.getFirst().classes();
    }

    /** The same set with names for the numbers of the first input's rows. */
    public Dataset withFeatureNames(List<String> names) {
        NamedColumn input = inputs.getFirst();
        if (names.size() != input.column().width()) {
            throw new DataException(names.size() + " feature names for rows of " + input.column().width() + " numbers");
        }
        return new Dataset(replaced(inputs, 0, new NamedColumn(input.name(), input.column(), names, input.classes())), targets);
    }

    /** The same set with names for the classes of the first target, by class number. */
    public Dataset withClassNames(List<String> names) {
        int highest = IntStream.of(labels()).max().orElse(0);
        if (highest >= names.size()) {
            throw new DataException(names.size() + " class names " + names + ", but the rows go up to class " + highest);
        }
        NamedColumn target = targets.getFirst();
        return new Dataset(inputs, replaced(targets, 0, new NamedColumn(target.name(), target.column(), target.features(), names)));
    }

    /** A copy of one row of the first input as floats: bytes scaled. */
    public float[] row(int row) {
        return RowReader.row(inputColumns.getFirst(), row);
    }

    /** A copy of one row of the first target as floats. */
    public float[] target(int row) {
        return RowReader.row(firstTarget(), row);
    }

    /**
     * A copy of the first target's class numbers.
     *
     * @throws DataException when there are none
     */
    public int[] labels() {
        if (!targets.isEmpty() && targetColumns.getFirst() instanceof Column.Labels labels) {
            return labels.values().asSlice(0, 4L * size * labels.width()).toArray(ValueLayout.JAVA_INT_UNALIGNED);
        }
        throw new DataException("the data set's first target is not class numbers but "
                + (targets.isEmpty() ? "missing" : targetColumns.getFirst().shape() + " numbers"));
    }

    /** Whether the first target is one class number for each row. */
    boolean hasRowClasses() {
        return !targets.isEmpty() && targetColumns.getFirst() instanceof Column.Labels column && column.width() == 1;
    }

    /** The class of each row, for something that needs it. */
    int[] rowClasses(String what) {
        if (hasRowClasses()) {
            return labels();
        }
        throw new DataException(what + " needs one class number for each row as the first target");
    }

    private Column firstTarget() {
        if (targets.isEmpty()) {
            throw new DataException("the data set has no target");
        }
        return targetColumns.getFirst();
    }

    /** The first rows, in place. */
    public Dataset take(int count) {
        return slice(0, between(count, "take"));
    }

    /** All but the first rows, in place. */
    public Dataset skip(int count) {
        return slice(between(count, "skip"), size);
    }

    private int between(int count, String what) {
        boolean fits = "take".equals(what) ? count >= 1 && count <= size : count >= 0 && count < size;
        if (!fits) {
            throw new DataException(what + "(" + count + ") of " + size + " rows leaves no rows or asks for rows that are not there");
        }
        return count;
    }

    private Dataset slice(int from, int to) {
        return rows(c -> RowSelection.slice(c, from, to));
    }

    /**
     * The given rows in the given order; a row may come twice. They are copied.
     *
     * @throws DataException for no rows or a row that is not there
     */
    public Dataset select(int... rows) {
        if (rows.length == 0) {
            throw new DataException("select() without rows leaves an empty data set");
        }
        for (int row : rows) {
            if (row < 0 || row >= size) {
                throw new DataException("row " + row + " was selected, but the data set has rows 0 to " + (size - 1));
            }
        }
        return rows(c -> RowSelection.select(c, rows));
    }

    /** All rows in an order that depends on the seed alone. Training shuffles by itself; this is for other uses. */
    public Dataset shuffle(long seed) {
        return select(Partition.shuffled(size, seed));
    }

    private Dataset rows(UnaryOperator<Column> change) {
        return new Dataset(inputs.stream().map(c -> c.with(change.apply(c.column()))).toList(),
                targets.stream().map(c -> c.with(change.apply(c.column()))).toList());
    }

    /** {@link #split(double, Consumer)} with shuffled rows. */
    public Split split(double share) {
        return split(share, s -> {
        });
    }

    /**
     * Divides the rows into two sets.
     *
     * @param share of the rows to train with, between 0 and 1; the count is rounded to the nearest whole row
     * @param says  seed, order, stratification
     * @throws DataException where a part would be empty, or for stratification without class numbers
     */
    public Split split(double share, Consumer<? super SplitSpec> says) {
        return Division.split(this, share, SplitSpec.settings(says));
    }

    /** {@link #kFold(int, Consumer)} as scikit-learn's {@code cross_val_score} does it: stratified where there are classes, not shuffled. */
    public List<Split> kFold(int folds) {
        return kFold(folds, f -> {
        });
    }

    /**
     * Divides the rows into equal folds; each split tests with one fold and trains with the others, so that every row is tested once.
     *
     * @param folds 2 … rows
     * @param says  shuffling, stratification
     * @throws DataException for more folds than rows, or for stratification without class numbers
     */
    public List<Split> kFold(int folds, Consumer<? super FoldSpec> says) {
        return Division.folds(this, folds, FoldSpec.settings(says));
    }

    /** The only input seen in another shape of as many numbers: {@code reshape(28, 28, 1)}. Nothing is copied. */
    public Dataset reshape(int... dimensions) {
        return reshape(onlyInput("reshape"), Shape.of(dimensions));
    }

    /** An input seen in another shape of as many numbers. Nothing is copied. */
    public Dataset reshape(String input, int... dimensions) {
        return reshape(indexOf(input), Shape.of(dimensions));
    }

    private Dataset reshape(int index, Shape shape) {
        Column column = inputColumns.get(index);
        if (shape.size() != column.width()) {
            throw new DataException(inputs.get(index).title("input", index) + " has rows of shape " + column.shape() + ", " + column.width()
                    + " numbers; they cannot be seen as " + shape + ", " + shape.size() + " numbers");
        }
        return withInput(index, RowSelection.reshape(column, shape));
    }

    /** The only input times a factor. Bytes stay bytes and only mean something else: {@code scale(1 / 255f)}. */
    public Dataset scale(float factor) {
        return scale(onlyInput("scale"), factor);
    }

    /** An input times a factor. Bytes stay bytes and only mean something else. */
    public Dataset scale(String input, float factor) {
        return scale(indexOf(input), factor);
    }

    private Dataset scale(int index, float factor) {
        return withInput(index, Preparation.scaled(inputs.get(index).title("input", index), inputColumns.get(index), factor));
    }

    /**
     * Computes the only input's rows from what they are now, each time a row is asked for. A row with NaN or infinity is an error then, which names
     * row, column and pass.
     *
     * @param shape    of a new row
     * @param function from old row to new row
     */
    public Dataset map(Shape shape, RowFunction function) {
        return map(onlyInput("map"), shape, function);
    }

    /** {@link #map(Shape, RowFunction)} for one of several inputs. */
    public Dataset map(String input, Shape shape, RowFunction function) {
        return map(indexOf(input), shape, function);
    }

    private Dataset map(int index, Shape shape, RowFunction function) {
        Column.Computed mapped = new MappedColumn(inputColumns.get(index), shape, function);
        return withInput(index, new CheckedColumn(inputs.get(index).title("input", index) + " as mapped", mapped));
    }

    /** Computes every computed row once, as in the first epoch, and keeps the result as floats. */
    public Dataset materialize() {
        return rows(c -> c instanceof Column.Computed ? Preparation.computed(c) : c);
    }

    /**
     * Writes the first target's classes as rows with a single 1: for losses that compare distributions.
     *
     * @param classes at least 1
     * @throws DataException naming the first row whose class is not below {@code classes}
     */
    public Dataset oneHot(int classes) {
        Column oneHot = Preparation.oneHot(rowClasses("oneHot"), classes);
        return new Dataset(inputs, replaced(targets, 0, targets.getFirst().with(oneHot)));
    }

    /** Makes the inputs the targets: for autoencoders. Nothing is copied. */
    public Dataset inputsAsTargets() {
        return new Dataset(inputs, inputs);
    }

    /** The same inputs without targets. */
    public Dataset withoutTargets() {
        return new Dataset(inputs, List.of());
    }

    /**
     * Compares the set with what a network wants.
     *
     * @throws DataException naming the column, the row and the remedy, see {@link Fit#check}
     */
    public void check(Description description) {
        Fit.check(this, description);
    }

    Dataset withInput(int index, Column column) {
        return new Dataset(replaced(inputs, index, inputs.get(index).with(column)), targets);
    }

    private static List<NamedColumn> replaced(List<NamedColumn> columns, int index, NamedColumn column) {
        List<NamedColumn> others = new ArrayList<>(columns);
        others.set(index, column);
        return others;
    }

    private int onlyInput(String method) {
        if (inputs.size() > 1) {
            throw new DataException(method + "(…) with " + inputs.size() + " inputs: say which one, one of " + inputNames());
        }
        return 0;
    }

    int indexOf(String input) {
        int index = inputNames().indexOf(input);
        if (index < 0) {
            throw new DataException("the data set has no input '" + input + "'" + Suggestion.among(input, inputNames()));
        }
        return index;
    }

    /** Rows, inputs and targets in one line: {@code 150 rows: input 0 (4) floats; target 0 (1) classes}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(size + " rows:");
        append(text, "input", inputs);
        append(text, "target", targets);
        return text.substring(0, text.length() - 1);
    }

    private static void append(StringBuilder text, String kind, List<NamedColumn> columns) {
        for (int i = 0; i < columns.size(); i++) {
            text.append(' ').append(columns.get(i).title(kind, i)).append(' ').append(columns.get(i).form()).append(';');
        }
    }
}
