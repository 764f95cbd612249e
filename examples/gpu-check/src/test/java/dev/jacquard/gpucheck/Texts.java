package dev.jacquard.gpucheck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.jacquard.cuda.kernel.KernelText;

/** The kernels' texts as the engine gives them to a compiler. */
final class Texts {
    private Texts() {
    }

    /** What the compiler has written for a network to run operation by operation. */
    static String operationsOf(Net net) {
        return resource(net.definition() + ".cu");
    }

    /** A whole text of operations. */
    static String operations(String own) {
        return whole(List.of(KernelText.OPERATIONS, KernelText.COMMON, KernelText.LIBRARIES), own);
    }

    /** The whole text of a network's persistent kernel. */
    static String epoch(Net net) {
        return whole(List.of(KernelText.DENSE_CHAIN), resource(net.definition() + "Epoch.cu"));
    }

    private static String whole(List<KernelText> parts, String own) {
        Stream<KernelText> first = Stream.of(KernelText.DEVICE, KernelText.PRELUDE, KernelText.UPDATE);
        return Stream.concat(first, parts.stream()).map(KernelText::text).collect(Collectors.joining("\n", "", "\n" + own));
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Net.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
