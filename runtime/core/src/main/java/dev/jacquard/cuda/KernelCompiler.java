package dev.jacquard.cuda;

import java.util.List;

import dev.jacquard.cuda.kernel.KernelText;

/** Makes machine code of kernel text. An interface, so that the cache can be tested without NVIDIA's compiler. */
public interface KernelCompiler {
    /** Name and version: other versions make other code. */
    String version();

    /** Why a card might refuse its code; empty where nothing is known against it. */
    default String caveat() {
        return "";
    }

    /** The text that stands in front of all others. */
    default KernelText device() {
        return KernelText.DEVICE;
    }

    /**
     * Machine code of kernel text.
     *
     * @param name    for messages
     * @param options of the compiler, the architecture among them
     * @throws CudaException with the compiler's log and the lines it complains about
     */
    byte[] compile(String name, String source, List<String> options);
}
