package dev.jacquard.cuda;

import java.util.Locale;

/**
 * What was decided for one operation when it was prepared for a batch size.
 *
 * @param kernel              our kernel's name
 * @param rows                of the batch
 * @param library             name and version; empty where none could do it
 * @param taken               whether the library does it
 * @param kernelMicroseconds  how long our kernel took; 0 where it was not timed
 * @param libraryMicroseconds how long the library's best algorithm took; 0 where it was not timed
 */
public record LibraryChoice(String kernel, int rows, String library, boolean taken, double kernelMicroseconds, double libraryMicroseconds) {
    /** One line: {@code make_hidden, 4096 rows: cuBLASLt 13.0, 11.2 µs (own kernel 34.0 µs)}. */
    @Override
    public String toString() {
        String times = kernelMicroseconds == 0 ? ""
                : String.format(Locale.ROOT, ", own kernel %.1f µs, %s %.1f µs", kernelMicroseconds, library, libraryMicroseconds);
        return kernel + ", " + rows + " rows: " + (taken ? library : "own kernel") + times;
    }
}
