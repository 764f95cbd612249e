package dev.jacquard.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.jacquard.DataException;
import dev.jacquard.network.Column;
import dev.jacquard.network.Shape;

/** The rows of a file while they are read: numbers as they are, texts as codes, NaN for what is missing. */
final class CsvTable {
    private static final float MISSING = Float.NaN;

    private final String file;
    private final CsvSettings settings;
    private final CsvColumns columns;
    /** Positions in the file of what a stored row holds: inputs, targets, label. */
    private final List<Integer> stored = new ArrayList<>();
    private final Map<Integer, TextColumn> texts = new LinkedHashMap<>();
    private final List<float[]> rows = new ArrayList<>();

    CsvTable(String file, CsvSettings settings, CsvColumns columns) {
        this.file = file;
        this.settings = settings;
        this.columns = columns;
        stored.addAll(columns.inputs());
        stored.addAll(columns.targets());
        settings.categories().forEach((c, values) -> {
            int index = c.in(file, columns.names());
            texts.put(index, new TextColumn(place(index), values));
        });
        if (columns.label() >= 0) {
            stored.add(columns.label());
            texts.put(columns.label(), new TextColumn(place(columns.label()), settings.classes()));
        }
    }

    private String place(int index) {
        return file + ", column '" + columns.names().get(index) + "'";
    }

    /**
     * Adds one line of the file.
     *
     * @throws DataException naming file, line, column and the text found
     */
    void add(List<String> fields, long line) {
        if (fields.size() != columns.names().size()) {
            throw new DataException(file + ", line " + line + " has " + fields.size() + " fields, but there are " + columns.names().size()
                    + " columns " + columns.names().stream().limit(30).toList());
        }
        if (dropped(fields, line)) {
            return;
        }
        float[] row = new float[stored.size()];
        for (int i = 0; i < row.length; i++) {
            int index = stored.get(i);
            String text = fields.get(index).strip();
            TextColumn codes = texts.get(index);
            if (isMissing(text)) {
                row[i] = codes == null && policy(index, line, text) instanceof MissingValue.Constant(float value) ? value : MISSING;
            } else {
                row[i] = codes == null ? number(index, line, text) : codes.code(text, line);
            }
        }
        rows.add(row);
    }

    /** Whether a missing value takes its row with it; that is asked first, so that texts of dropped rows count nowhere. */
    private boolean dropped(List<String> fields, long line) {
        boolean dropped = false;
        for (int index : stored) {
            String text = fields.get(index).strip();
            if (isMissing(text)) {
                dropped |= switch (policy(index, line, text)) {
                    case MissingValue.RowDropped _ -> true;
                    case MissingValue.Constant _, MissingValue.Mean _ -> false;
                    case MissingValue.Refused _ -> throw missing(index, line, text, "; say missing(m -> m.mean()), value(…) or dropRow()");
                };
            }
        }
        return dropped;
    }

    private boolean isMissing(String text) {
        return settings.missing().markers().contains(text);
    }

    private MissingValue policy(int index, long line, String text) {
        MissingValue policy = settings.missing().of(columns.names().get(index));
        boolean input = columns.inputs().contains(index);
        if (!input && !(policy instanceof MissingValue.RowDropped)) {
            throw missing(index, line, text, "; labels and targets are not made up: say missing(m -> m.dropRow(\"" + columns.names().get(index)
                    + "\")) to leave such rows out");
        }
        return policy;
    }

    private DataException missing(int index, long line, String text, String remedy) {
        return new DataException(place(index) + ", line " + line + ": the value is missing" + (text.isEmpty() ? "" : " ('" + text + "')") + remedy);
    }

    private float number(int index, long line, String text) {
        boolean digits = text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E');
        if (digits) {
            try {
                float value = Float.parseFloat(text);
                if (Float.isFinite(value)) {
                    return value;
                }
                throw new DataException(place(index) + ", line " + line + ": '" + text + "' is too large for a 32-bit float");
            } catch (NumberFormatException e) {
                throw new DataException(notANumber(index, line, text), e);
            }
        }
        throw new DataException(notANumber(index, line, text));
    }

    private String notANumber(int index, long line, String text) {
        String name = columns.names().get(index);
        String remedy = columns.inputs().contains(index)
                ? "; say categorical(\"" + name + "\"), ignore(\"" + name + "\"), or missing(m -> m.marker(\"" + text + "\"))"
                : "; a target is a number — for classes say label(\"" + name + "\")";
        return place(index) + ", line " + line + ": '" + text + "' is not a number" + remedy;
    }

    /** All rows as a data set. */
    Dataset dataset() {
        if (rows.isEmpty()) {
            throw new DataException(file + " has no rows" + (settings.header() ? " below its header" : ""));
        }
        int inputCount = columns.inputs().size();
        for (int i = 0; i < inputCount; i++) {
            fillWithMean(i);
        }
        List<NamedColumn> targets = new ArrayList<>();
        if (columns.label() >= 0) {
            targets.add(labels(stored.size() - 1));
        }
        if (!columns.targets().isEmpty()) {
            targets.add(targets(inputCount));
        }
        return new Dataset(List.of(inputs()), targets);
    }

    private void fillWithMean(int position) {
        int index = stored.get(position);
        if (texts.containsKey(index) || !(settings.missing().of(columns.names().get(index)) instanceof MissingValue.Mean)) {
            return;
        }
        double sum = 0;
        int count = 0;
        for (float[] row : rows) {
            if (!Float.isNaN(row[position])) {
                sum += row[position];
                count++;
            }
        }
        if (count == 0) {
            throw new DataException(place(index) + " has no value at all, so there is no mean; ignore it");
        }
        float mean = (float) (sum / count);
        for (float[] row : rows) {
            if (Float.isNaN(row[position])) {
                row[position] = mean;
            }
        }
    }

    private NamedColumn inputs() {
        List<String> features = new ArrayList<>();
        List<int[]> oneHot = new ArrayList<>();
        int[] offsets = new int[columns.inputs().size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = features.size();
            String name = columns.names().get(columns.inputs().get(i));
            TextColumn codes = texts.get(columns.inputs().get(i));
            oneHot.add(codes == null ? new int[0] : codes.numbers());
            if (codes == null) {
                features.add(name);
            } else {
                codes.names().forEach(text -> features.add(name + "=" + text));
            }
        }
        int width = features.size();
        MemorySegment values = ArrayColumns.allocate(4L * rows.size() * width);
        for (int r = 0; r < rows.size(); r++) {
            float[] row = rows.get(r);
            for (int i = 0; i < offsets.length; i++) {
                long at = (long) r * width + offsets[i];
                if (!texts.containsKey(stored.get(i))) {
                    values.setAtIndex(ValueLayout.JAVA_FLOAT, at, row[i]);
                } else if (!Float.isNaN(row[i])) {
                    values.setAtIndex(ValueLayout.JAVA_FLOAT, at + oneHot.get(i)[(int) row[i]], 1);
                }
            }
        }
        return new NamedColumn("", new Column.Floats(values, rows.size(), Shape.of(width)), features, List.of());
    }

    private NamedColumn targets(int first) {
        int width = columns.targets().size();
        MemorySegment values = ArrayColumns.allocate(4L * rows.size() * width);
        for (int r = 0; r < rows.size(); r++) {
            MemorySegment.copy(rows.get(r), first, values, ValueLayout.JAVA_FLOAT, 4L * r * width, width);
        }
        List<String> names = columns.targets().stream().map(columns.names()::get).toList();
        return new NamedColumn("", new Column.Floats(values, rows.size(), Shape.of(width)), names, List.of());
    }

    private NamedColumn labels(int position) {
        TextColumn codes = texts.get(columns.label());
        if (codes == null) {
            throw new IllegalStateException("a label column always has texts");
        }
        int[] numbers = codes.numbers();
        int[] labels = new int[rows.size()];
        for (int r = 0; r < labels.length; r++) {
            labels[r] = numbers[(int) rows.get(r)[position]];
        }
        return new NamedColumn("", ArrayColumns.labels(file, labels), List.of(), codes.names());
    }
}
