package dev.jacquard.examples.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

import dev.jacquard.DataException;
import dev.jacquard.data.Csv;
import dev.jacquard.data.CsvSpec;
import dev.jacquard.data.Dataset;

/** A CSV file beside the classes of this package. */
final class EmbeddedCsv {
    private EmbeddedCsv() {
    }

    static Dataset read(String file, Consumer<? super CsvSpec> says) {
        try (InputStream in = EmbeddedCsv.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new DataException(file + " is not beside the examples' classes; build the examples anew");
            }
            return Csv.read(in, file, says);
        } catch (IOException e) {
            throw new DataException("could not read " + file + ": " + e, e);
        }
    }
}
