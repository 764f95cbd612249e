package dev.jacquard.network;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a description as the table people know from Keras' {@code summary()}. */
final class Summary {
    private static final String[] BYTE_UNITS = {"B", "KB", "MB", "GB", "TB"};
    private static final String[] COUNT_UNITS = {"", "K", "M", "G", "T"};

    private Summary() {
    }

    /** The text with other characters for the table's lines where a character set lacks them. */
    static String printable(String text, Charset charset) {
        if (charset.newEncoder().canEncode(text)) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        text.chars().forEach(c -> plain.append((char) switch (c) {
            case '━' -> '=';
            case '─' -> '-';
            case '┃', '│' -> '|';
            default -> c >= '┌' && c <= '╿' ? '+' : c;
        }));
        return plain.toString();
    }

    static String of(Description description) {
        Table table = new Table(columns(description));
        boolean graph = isGraph(description);
        for (LayerDescription layer : description.layers()) {
            if (!graph && isInput(description, layer)) {
                continue;
            }
            List<String> cells = new ArrayList<>();
            cells.add(layer.name() + " (" + layer.type() + ")");
            cells.add(batched(layer.shape()));
            cells.add(grouped(layer.parameters()));
            if (graph) {
                cells.add(layer.inputs().isEmpty() ? "-" : String.join(", ", layer.inputs()));
            }
            table.row(cells);
        }
        long all = description.parameterCount();
        long trainable = description.trainableCount();
        return "Model: \"" + description.name() + "\"\n" + table.render() + " Total params: " + counted(all) + " Trainable params: "
                + counted(trainable) + " Non-trainable params: " + counted(all - trainable) + " FLOPs: " + grouped(description.flops())
                + " a sample" + (description.flops() < 1000 ? "" : " (" + scaled(description.flops(), 1000, COUNT_UNITS) + ")") + "\n Activations: "
                + bytes(description.trainingBytes()) + " a sample in training, " + bytes(description.inferenceBytes()) + " in inference\n";
    }

    private static List<Column> columns(Description description) {
        List<Column> columns = new ArrayList<>(List.of(new Column("Layer (type)", false, 31), new Column("Output Shape", false, 22),
                new Column("Param #", true, 13)));
        if (isGraph(description)) {
            columns.add(new Column("Connected to", false, 17));
        }
        return columns;
    }

    /** Whether some layer takes anything but the result of the layer before it. */
    private static boolean isGraph(Description description) {
        if (description.inputs().size() != 1) {
            return true;
        }
        String before = description.inputs().getFirst().name();
        for (LayerDescription layer : description.layers()) {
            if (!isInput(description, layer) && !layer.inputs().equals(List.of(before))) {
                return true;
            }
            before = layer.name();
        }
        return false;
    }

    private static boolean isInput(Description description, LayerDescription layer) {
        return description.inputs().stream().anyMatch(input -> input.name().equals(layer.name()));
    }

    private static String batched(Shape shape) {
        StringBuilder text = new StringBuilder("(None");
        shape.dimensions().forEach(dimension -> text.append(", ").append(dimension));
        return text.append(')').toString();
    }

    private static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String counted(long parameters) {
        return grouped(parameters) + " (" + bytes(Float.BYTES * parameters) + ")\n";
    }

    private static String bytes(long bytes) {
        return scaled(bytes, 1024, BYTE_UNITS);
    }

    private static String scaled(long value, int step, String[] units) {
        double rest = value;
        int unit = 0;
        while (rest >= step && unit < units.length - 1) {
            rest /= step;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f %s", rest, units[unit]).strip();
    }

    private record Column(String title, boolean right, int least) {
        String padded(String text, int width) {
            String gap = " ".repeat(width - text.length());
            return right ? " " + gap + text + " " : " " + text + gap + " ";
        }
    }

    private record Table(List<Column> columns, List<List<String>> rows) {
        Table(List<Column> columns) {
            this(columns, new ArrayList<>());
        }

        void row(List<String> cells) {
            rows.add(List.copyOf(cells));
        }

        String render() {
            StringBuilder text = new StringBuilder();
            line(text, "┏", "━", "┳", "┓");
            cells(text, columns.stream().map(Column::title).toList(), "┃");
            line(text, "┡", "━", "╇", "┩");
            for (int row = 0; row < rows.size(); row++) {
                if (row > 0) {
                    line(text, "├", "─", "┼", "┤");
                }
                cells(text, rows.get(row), "│");
            }
            line(text, "└", "─", "┴", "┘");
            return text.toString();
        }

        private int width(int column) {
            int width = Math.max(columns.get(column).least(), columns.get(column).title().length());
            for (List<String> row : rows) {
                width = Math.max(width, row.get(column).length());
            }
            return width;
        }

        private void line(StringBuilder text, String left, String fill, String middle, String right) {
            text.append(left);
            for (int column = 0; column < columns.size(); column++) {
                text.append(column == 0 ? "" : middle).append(fill.repeat(width(column) + 2));
            }
            text.append(right).append('\n');
        }

        private void cells(StringBuilder text, List<String> cells, String bar) {
            for (int column = 0; column < columns.size(); column++) {
                text.append(bar).append(columns.get(column).padded(cells.get(column), width(column)));
            }
            text.append(bar).append('\n');
        }
    }
}
