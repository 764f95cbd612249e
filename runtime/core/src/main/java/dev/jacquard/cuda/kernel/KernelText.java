package dev.jacquard.cuda.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.jacquard.JacquardException;

/** The kernel texts that are the same for every network; they stand beside this class as files. */
public enum KernelText {
    /** What only a card can do. */
    DEVICE("device.cuh"),
    /** The same functions for a C++ compiler: a card emulated on the processor, to test kernels without one. */
    EMULATED_DEVICE("emulated-device.h"),
    /** Sizes, threads, sums over lanes, barriers over blocks, random numbers, a step's learning rates. */
    PRELUDE("prelude.cuh"),
    /** One optimizer step for one parameter. */
    UPDATE("update.cuh"),
    /** One optimizer step for all parameters. */
    UPDATE_PARAMETERS("update-parameters.cuh"),
    /** Parts of the persistent kernel. */
    DENSE_CHAIN("dense-chain.cuh"),
    /** Operations one after another. */
    OPERATIONS("operations.cuh"),
    /** Kernels that every model has: loading, steps, penalties, clipping. */
    COMMON("common.cuh"),
    /** What NVIDIA's libraries need around their calls. */
    LIBRARIES("libraries.cuh"),
    /** cuBLASLt and cuDNN in plain loops, for a C++ compiler. */
    EMULATED_LIBRARIES("emulated-libraries.cpp");

    private final String file;

    KernelText(String file) {
        this.file = file;
    }

    /**
     * What every kernel is compiled with, before its definitions. Quotients and roots may be wrong by two units in the last place: the exact ones take
     * branches, of which a thread can follow one at a time.
     *
     * @param architecture {@code sm_90}
     */
    public static List<String> options(String architecture) {
        return List.of("--gpu-architecture=" + architecture, "--std=c++17", "--prec-div=false", "--prec-sqrt=false");
    }

    /**
     * The text.
     *
     * @throws JacquardException when the runtime's jar is incomplete
     */
    public String text() {
        try (InputStream in = KernelText.class.getResourceAsStream("/dev/jacquard/cuda/kernel/" + file)) {
            if (in == null) {
                throw new JacquardException("the runtime's jar lacks the kernel text " + file + "; take a complete jacquard-runtime");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the kernel text " + file, e);
        }
    }
}
