package dev.jacquard.gpucheck;

import static dev.jacquard.cuda.kernel.KernelText.COMMON;
import static dev.jacquard.cuda.kernel.KernelText.DENSE_CHAIN;
import static dev.jacquard.cuda.kernel.KernelText.DEVICE;
import static dev.jacquard.cuda.kernel.KernelText.LIBRARIES;
import static dev.jacquard.cuda.kernel.KernelText.OPERATIONS;
import static dev.jacquard.cuda.kernel.KernelText.PRELUDE;
import static dev.jacquard.cuda.kernel.KernelText.UPDATE;
import static dev.jacquard.cuda.kernel.KernelText.UPDATE_PARAMETERS;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.jacquard.cuda.kernel.KernelText;

/** The kernels' texts as the engine gives them to a compiler. */
final class Texts {
    private Texts() {
    }

    /** What the compiler has written for a network to run operation by operation. */
    static String ownOperations(Net net) {
        return resource(net.definition() + ".cu");
    }

    /** The whole text of a network's operations. */
    static String operations(Net net) {
        return whole(PRELUDE, OPERATIONS, COMMON, LIBRARIES) + ownOperations(net);
    }

    /** The whole text of the update. */
    static String update() {
        return whole(PRELUDE, UPDATE, UPDATE_PARAMETERS);
    }

    /** The whole text of a network's persistent kernel. */
    static String epoch(Net net) {
        return whole(PRELUDE, UPDATE, DENSE_CHAIN) + resource(net.definition() + "Epoch.cu");
    }

    private static String whole(KernelText... parts) {
        return Stream.concat(Stream.of(DEVICE), Stream.of(parts)).map(KernelText::text).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Net.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
