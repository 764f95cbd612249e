package dev.jacquard.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import dev.jacquard.JacquardException;
import dev.jacquard.cuda.kernel.KernelText;

/**
 * The kernels' text of a model, beside its generated class.
 *
 * @param program  the generated class
 * @param resource the file of the operations
 */
record ModelSource(Class<?> program, String resource) {
    /** Everything that running operation by operation needs, and training but for the update. */
    String operations() {
        return String.join("\n", KernelText.PRELUDE.text(), KernelText.OPERATIONS.text(), KernelText.COMMON.text(), KernelText.LIBRARIES.text(),
                text(resource));
    }

    /**
     * A file beside the class.
     *
     * @throws JacquardException when it is not there
     */
    String text(String name) {
        try (InputStream in = program.getResourceAsStream(name)) {
            if (in == null) {
                throw new JacquardException(program.getName() + " has lost its kernels: " + name
                        + " is generated beside it and must be on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name, e);
        }
    }
}
