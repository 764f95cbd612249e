package dev.jacquard.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

import dev.jacquard.cuda.kernel.KernelText;

import org.jspecify.annotations.Nullable;

/**
 * cuBLASLt and cuDNN of an {@link EmulatedCard}: shared libraries in plain loops, made by the system's C++ compiler and called through the same
 * bindings as the real ones. Their work is handed back to the card, which does it in its turn.
 */
@SuppressWarnings("restricted") // foreign functions are what this class is for
final class EmulatedLibraries implements Libraries.Source {
    private static byte @Nullable [] compiled;
    private final Card card;

    /** Whoever plays the card. */
    interface Card {
        /**
         * Does a library's work in its turn.
         *
         * @param call   the library's function
         * @param stream it was told
         * @param work   may be run again and again
         * @throws CudaException when the stream may not be used now
         */
        void enqueue(String call, long stream, Runnable work);
    }

    EmulatedLibraries(Card card) {
        this.card = card;
    }

    private static synchronized byte[] compiled() {
        byte[] code = compiled;
        if (code == null) {
            code = EmulatedCard.build("emulated libraries", KernelText.EMULATED_LIBRARIES.text(), List.of());
            compiled = code;
        }
        return code;
    }

    @Override
    public CublasLt cublasLt() {
        return load(List.of("libcublasLt.so.13"), CublasLt::load);
    }

    @Override
    public Cudnn cudnn() {
        return load(List.of("libcudnn.so.9", "libcudnn_graph.so.9", "libcudnn_ops.so.9", "libcudnn_cnn.so.9"), Cudnn::load);
    }

    /**
     * Each load is a library of its own, connected to its own card.
     *
     * @param files of the library and of the parts that it would open
     */
    private <T> T load(List<String> files, Function<LibrarySearch, T> binding) {
        try {
            Path folder = Files.createTempDirectory("jacquard-emulation");
            try {
                for (String file : files) {
                    Files.write(folder.resolve(file), compiled());
                }
                LibrarySearch search = new LibrarySearch(List.of(folder), List.of());
                connect(CudaLibrary.open("an emulated library", files.subList(0, 1), search));
                return binding.apply(search);
            } finally {
                for (String file : files) {
                    Files.deleteIfExists(folder.resolve(file));
                }
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new CudaException("writing an emulated library", e);
        }
    }

    /** What a library calls; returns 0 for success, because an exception cannot pass through C++. */
    interface WayBack {
        int enqueue(MemorySegment call, long stream, MemorySegment work);
    }

    /** The way back from a library to its card. */
    private record Connection(Card card, MethodHandle run) implements WayBack {
        @Override
        public int enqueue(MemorySegment call, long stream, MemorySegment work) {
            try {
                card.enqueue(call.reinterpret(Long.MAX_VALUE).getString(0), stream, () -> run(work));
                return 0;
            } catch (RuntimeException e) {
                System.getLogger(EmulatedLibraries.class.getName()).log(System.Logger.Level.ERROR, "an emulated card refused a library''s work", e);
                return 1;
            }
        }

        private void run(MemorySegment work) {
            try {
                run.invokeExact(work);
            } catch (Throwable e) {
                throw new CudaException("running an emulated library's work", e);
            }
        }
    }

    private void connect(CudaLibrary library) {
        try {
            Connection connection = new Connection(card, library.function("emulation_run", FunctionDescriptor.ofVoid(ADDRESS)));
            MethodHandle back = MethodHandles.lookup().findVirtual(WayBack.class, "enqueue", MethodType.methodType(int.class, MemorySegment.class,
                    long.class, MemorySegment.class)).bindTo(connection);
            MemorySegment function = Linker.nativeLinker().upcallStub(back, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS), Arena
                    .global());
            library.function("emulation_connect", FunctionDescriptor.ofVoid(ADDRESS)).invokeExact(function);
        } catch (Throwable e) {
            throw new CudaException("connecting an emulated library to its card", e);
        }
    }
}
