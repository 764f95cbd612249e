package dev.jacquard.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.jacquard.DataException;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

/**
 * Reads comma-separated values (RFC 4180), plain or gzip: {@code Csv.read(Path.of("penguins.csv"), c -> c.label("species"))}. The data set has one
 * input (rows, features) with {@link Dataset#featureNames}; a label column becomes class numbers with {@link Dataset#classNames}; target columns
 * become a target (rows, targets), behind the labels when there are both. Blanks around fields are not part of them.
 */
public final class Csv {
    private Csv() {
    }

    /**
     * Reads a file of numbers with a header, every column an input.
     *
     * @throws DataException naming file, line, column and the text found
     */
    public static Dataset read(Path path) {
        return read(path, c -> {
        });
    }

    /**
     * Reads a file.
     *
     * @param says what its columns are
     * @throws DataException naming file, line, column and the text found; for unknown columns with the name that was probably meant
     */
    public static Dataset read(Path path, Consumer<? super CsvSpec> says) {
        try (InputStream in = Files.newInputStream(path)) {
            return read(in, path.toString(), says);
        } catch (NoSuchFileException e) {
            throw new DataException("there is no file " + path.toAbsolutePath(), e);
        } catch (IOException e) {
            throw new DataException("could not read " + path + ": " + e, e);
        }
    }

    /**
     * Reads a stream to its end; it stays open.
     *
     * @param in   plain or gzip
     * @param name what messages call it
     * @param says what its columns are
     * @throws DataException as for files
     */
    public static Dataset read(InputStream in, String name, Consumer<? super CsvSpec> says) {
        CsvSettings settings = CsvSpec.settings(says);
        try {
            PushbackInputStream file = new PushbackInputStream(in, 2);
            byte[] start = file.readNBytes(2);
            file.unread(start);
            boolean gzip = start.length == 2 && start[0] == (byte) 0x1f && start[1] == (byte) 0x8b;
            return table(gzip ? UnpackedText.of(file, name) : file, name, settings);
        } catch (CsvParseException e) {
            if (e.getCause() instanceof DataException damaged) {
                throw damaged;
            }
            throw new DataException(name + " is not valid CSV: " + e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause().getMessage()),
                    e);
        } catch (UncheckedIOException e) {
            throw new DataException("could not read " + name + ": " + e.getMessage() + ": " + e.getCause(), e);
        } catch (IOException e) {
            throw new DataException("could not read " + name + ": " + e, e);
        }
    }

    private static Dataset table(InputStream in, String name, CsvSettings settings) {
        CsvReader<CsvRecord> reader = CsvReader.builder().fieldSeparator(settings.delimiter()).quoteCharacter(settings.quote())
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE).detectBomHeader(true)
                .ofCsvRecord(in, settings.charset());
        if (settings.skipLines() > 0) {
            reader.skipLines(settings.skipLines());
        }
        CloseableIterator<CsvRecord> records = reader.iterator();
        if (!records.hasNext()) {
            throw new DataException(name + " is empty" + (settings.skipLines() > 0 ? " after the " + settings.skipLines() + " lines skipped" : ""));
        }
        CsvRecord first = records.next();
        List<String> names = settings.header() ? header(name, first) : positions(settings, first);
        readable(name, settings, first);
        if (names.size() == 1) {
            checkDelimiter(name, settings, first);
        }
        CsvTable table = new CsvTable(name, settings, CsvColumns.of(name, settings, names));
        if (!settings.header()) {
            table.add(first.getFields(), first.getStartingLineNumber());
        }
        while (records.hasNext()) {
            CsvRecord record = records.next();
            readable(name, settings, record);
            table.add(record.getFields(), record.getStartingLineNumber());
        }
        return table.dataset();
    }

    /** Decoders put U+FFFD in the place of bytes that mean nothing in their charset. */
    private static void readable(String file, CsvSettings settings, CsvRecord line) {
        for (int i = 0; i < line.getFieldCount(); i++) {
            if (line.getField(i).indexOf('\uFFFD') >= 0) {
                throw new DataException(file + ", line " + line.getStartingLineNumber() + ", column " + i + ": '" + line.getField(i)
                        + "' holds bytes that are not " + settings.charset() + "; say charset(StandardCharsets.ISO_8859_1), or whatever it is");
            }
        }
    }

    /** One column is hardly meant where the line looks like several. */
    private static void checkDelimiter(String file, CsvSettings settings, CsvRecord line) {
        String text = line.getField(0);
        for (char other : new char[] {';', '\t', ','}) {
            if (other != settings.delimiter() && text.indexOf(other) >= 0) {
                String written = other == '\t' ? "\\t" : String.valueOf(other);
                throw new DataException(file + ", line " + line.getStartingLineNumber() + " is one field, '" + text + "'; say delimiter('" + written
                        + "') if that stands between fields");
            }
        }
    }

    private static List<String> header(String file, CsvRecord line) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < line.getFieldCount(); i++) {
            String name = line.getField(i).strip();
            if (!names.add(name.isEmpty() ? "column " + i : name)) {
                throw new DataException(file + ", line " + line.getStartingLineNumber() + " names two columns '" + name
                        + "'; give each its own name, or say columns(…)");
            }
        }
        return List.copyOf(names);
    }

    private static List<String> positions(CsvSettings settings, CsvRecord first) {
        if (!settings.names().isEmpty()) {
            return settings.names();
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < first.getFieldCount(); i++) {
            names.add("column " + i);
        }
        return List.copyOf(names);
    }
}
