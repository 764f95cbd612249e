package dev.jacquard.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The driver of an {@link EmulatedCard}: device memory is the processor's memory, a graph is a list of actions, and work waits in
 * {@link EmulatedQueues}.
 */
@SuppressWarnings("restricted") // foreign functions are what this class is for
final class EmulatedDriver implements Driver, EmulatedLibraries.Card {
    private static final FunctionDescriptor LAUNCH = FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private final Map<Long, Piece> memory = new HashMap<>();
    private final Map<Long, SymbolLookup> modules = new HashMap<>();
    private final Map<Long, MethodHandle> functions = new HashMap<>();
    private final Map<Long, List<Runnable>> graphs = new HashMap<>();
    private final Map<Long, Piece> pinned = new HashMap<>();
    private final EmulatedQueues queues;
    private final long total;
    private long free;
    private long next = 1;

    /**
     * A card without a past.
     *
     * @param total bytes of memory
     */
    EmulatedDriver(long total, EmulatedCard.Pace pace) {
        this.total = total;
        free = total;
        queues = new EmulatedQueues(pace);
    }

    /** A piece of memory that was asked for. */
    private static final class Piece {
        private final Arena arena = Arena.ofShared();
        private final MemorySegment segment;

        Piece(long bytes) {
            segment = arena.allocate(bytes, 256);
            // Whoever reads what was never written shall notice.
            segment.fill((byte) 0xFF);
        }
    }

    @Override
    public int version() {
        return 0;
    }

    @Override
    public int deviceCount() {
        return 1;
    }

    @Override
    public String deviceName(int device) {
        return "emulated card";
    }

    @Override
    public long deviceMemory(int device) {
        return total;
    }

    @Override
    public int deviceAttribute(int device, int attribute) {
        return switch (attribute) {
            case CAPABILITY_MAJOR -> 9;
            case MULTIPROCESSORS -> 4;
            case SHARED_MEMORY -> 232_448;
            case COOPERATIVE_LAUNCH -> 1;
            default -> 0;
        };
    }

    @Override
    public long context(int device) {
        return 1;
    }

    @Override
    public void useContext(long context) {
        // There is one context for all threads.
    }

    @Override
    public long freeMemory() {
        return free;
    }

    @Override
    public long allocate(long bytes) {
        if (bytes > free) {
            throw new CudaException("the emulated card has " + free + " bytes left, not " + bytes, OUT_OF_MEMORY);
        }
        free -= bytes;
        Piece piece = new Piece(bytes);
        memory.put(piece.segment.address(), piece);
        return piece.segment.address();
    }

    @Override
    public void free(long address) {
        queues.awaitAll();
        Piece piece = memory.remove(address);
        if (piece == null) {
            throw new CudaException("there is no memory at " + address + " to give back");
        }
        free += piece.segment.byteSize();
        piece.arena.close();
    }

    @Override
    public MemorySegment allocatePinned(long bytes) {
        Piece piece = new Piece(bytes);
        pinned.put(piece.segment.address(), piece);
        return piece.segment;
    }

    @Override
    public void freePinned(MemorySegment memory) {
        queues.awaitAll();
        Piece piece = pinned.remove(memory.address());
        if (piece == null) {
            throw new CudaException("there is no page-locked memory at " + memory.address() + " to give back");
        }
        piece.arena.close();
    }

    private static MemorySegment at(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }

    @Override
    public void upload(long to, MemorySegment from, long bytes, long stream) {
        queues.add(stream, () -> MemorySegment.copy(from, 0, at(to, bytes), 0, bytes));
    }

    @Override
    public void download(MemorySegment to, long from, long bytes, long stream) {
        queues.add(stream, () -> MemorySegment.copy(at(from, bytes), 0, to, 0, bytes));
    }

    @Override
    public void copy(long to, long from, long bytes, long stream) {
        queues.add(stream, () -> MemorySegment.copy(at(from, bytes), 0, at(to, bytes), 0, bytes));
    }

    @Override
    public void fill(long to, byte value, long bytes, long stream) {
        queues.add(stream, () -> at(to, bytes).fill(value));
    }

    @Override
    public long createStream() {
        queues.create(next);
        return next++;
    }

    @Override
    public void destroyStream(long stream) {
        queues.destroy(stream);
    }

    @Override
    public void enqueue(String call, long stream, Runnable work) {
        queues.call(call, stream, work);
    }

    @Override
    public void awaitStream(long stream) {
        queues.await(stream);
    }

    @Override
    public long createEvent() {
        return next++;
    }

    @Override
    public void destroyEvent(long event) {
        queues.forget(event);
    }

    @Override
    public void recordEvent(long event, long stream) {
        queues.record(event, stream);
    }

    @Override
    public void awaitEvent(long event) {
        queues.awaitEvent(event);
    }

    @Override
    public void waitEvent(long stream, long event) {
        queues.waitFor(stream, event);
    }

    @Override
    public float milliseconds(long start, long end) {
        return 0;
    }

    @Override
    public long loadModule(MemorySegment image) {
        try {
            Path library = Files.createTempFile("jacquard-emulation", ".so");
            try {
                Files.write(library, image.toArray(JAVA_BYTE));
                modules.put(next, SymbolLookup.libraryLookup(library, Arena.global()));
            } finally {
                Files.delete(library);
            }
            return next++;
        } catch (IOException e) {
            throw new CudaException("loading compiled kernels", e);
        }
    }

    @Override
    public void unloadModule(long module) {
        queues.awaitAll();
        modules.remove(module);
    }

    private MemorySegment symbol(long module, String name) {
        SymbolLookup lookup = modules.get(module);
        if (lookup == null) {
            throw new CudaException("module " + module + " is not loaded");
        }
        return lookup.find(name).orElseThrow(() -> new CudaException("the loaded kernels have none called " + name));
    }

    @Override
    public long function(long module, String name) {
        functions.put(next, Linker.nativeLinker().downcallHandle(symbol(module, "launch_" + name), LAUNCH));
        return next++;
    }

    @Override
    public void allowSharedMemory(long function, int bytes) {
        // As much as is asked for.
    }

    @Override
    public int blocksPerMultiprocessor(long function, int threads, int sharedBytes) {
        return 1;
    }

    @Override
    public void launch(long function, Grid grid, int sharedBytes, long stream, MemorySegment parameters, boolean cooperative) {
        MethodHandle kernel = functions.get(function);
        if (kernel == null) {
            throw new CudaException("there is no kernel " + function);
        }
        queues.add(stream, () -> {
            try {
                kernel.invokeExact(grid.blocksX(), grid.blocksY(), grid.blocksZ(), grid.threads(), sharedBytes, cooperative ? 1 : 0, parameters);
            } catch (Throwable e) {
                throw new CudaException("running an emulated kernel", e);
            }
        });
    }

    @Override
    public void beginCapture(long stream) {
        queues.beginCapture(stream);
    }

    @Override
    public long endCapture(long stream) {
        graphs.put(next, queues.endCapture());
        return next++;
    }

    @Override
    public long instantiate(long graph) {
        graphs.put(next, graphs.getOrDefault(graph, List.of()));
        return next++;
    }

    @Override
    public void launchGraph(long executable, long stream) {
        graphs.getOrDefault(executable, List.of()).forEach(action -> queues.add(stream, action));
    }

    @Override
    public void destroyGraph(long graph) {
        graphs.remove(graph);
    }

    @Override
    public void destroyExecutable(long executable) {
        graphs.remove(executable);
    }
}
