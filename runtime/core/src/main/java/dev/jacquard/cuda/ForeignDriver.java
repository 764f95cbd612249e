package dev.jacquard.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The driver of this machine, {@code libcuda.so.1}. */
@SuppressWarnings("restricted") // foreign functions are what this class is for
final class ForeignDriver implements Driver {
    /** By card. The driver is the process's, so are its primary contexts: it takes them down when the process ends. */
    private static final Map<Integer, Long> CONTEXTS = new ConcurrentHashMap<>();
    private final CudaLibrary library;
    private final MethodHandle errorName;
    private final MethodHandle errorString;
    private final MethodHandle launch;
    private final MethodHandle launchCooperative;
    private final MethodHandle launchGraph;
    private final MethodHandle upload;
    private final MethodHandle download;
    private final MethodHandle awaitStream;
    private final MethodHandle recordEvent;
    private final MethodHandle awaitEvent;
    private final MethodHandle waitEvent;
    private final MethodHandle setContext;

    private ForeignDriver(CudaLibrary library) {
        this.library = library;
        errorName = handle("cuGetErrorName", JAVA_INT, ADDRESS);
        errorString = handle("cuGetErrorString", JAVA_INT, ADDRESS);
        MemoryLayout[] kernel = {JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS};
        launchCooperative = handle("cuLaunchCooperativeKernel", kernel);
        MemoryLayout[] withExtra = java.util.Arrays.copyOf(kernel, kernel.length + 1);
        withExtra[kernel.length] = ADDRESS;
        launch = handle("cuLaunchKernel", withExtra);
        launchGraph = handle("cuGraphLaunch", JAVA_LONG, JAVA_LONG);
        upload = handle("cuMemcpyHtoDAsync_v2", JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG);
        download = handle("cuMemcpyDtoHAsync_v2", ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        awaitStream = handle("cuStreamSynchronize", JAVA_LONG);
        recordEvent = handle("cuEventRecord", JAVA_LONG, JAVA_LONG);
        awaitEvent = handle("cuEventSynchronize", JAVA_LONG);
        waitEvent = handle("cuStreamWaitEvent", JAVA_LONG, JAVA_LONG, JAVA_INT);
        setContext = handle("cuCtxSetCurrent", JAVA_LONG);
    }

    /**
     * Loads and starts the driver.
     *
     * @throws CudaException when there is none, or no card
     */
    static ForeignDriver load(LibrarySearch search) {
        ForeignDriver driver = new ForeignDriver(CudaLibrary.open("NVIDIA's driver", List.of("libcuda.so.1", "libcuda.so"), search));
        driver.call("cuInit", driver.handle("cuInit", JAVA_INT), 0);
        return driver;
    }

    private MethodHandle handle(String name, MemoryLayout... parameters) {
        return library.function(name, FunctionDescriptor.of(JAVA_INT, parameters));
    }

    /** For calls that are not made in every step: looks the function up, calls it, checks the status. */
    private void call(String name, MethodHandle function, Object... arguments) {
        int status;
        try {
            status = (int) function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new CudaException(name + " could not be called", e);
        }
        check(status, name, arguments);
    }

    private void check(int status, String name, Object... arguments) {
        if (status != 0) {
            StringBuilder text = new StringBuilder(name).append('(');
            for (Object argument : arguments) {
                text.append(text.charAt(text.length() - 1) == '(' ? "" : ", ");
                text.append(argument instanceof MemorySegment segment ? "0x" + Long.toHexString(segment.address()) : argument);
            }
            throw new CudaException(text + ") failed: " + reason(status), status);
        }
    }

    private String reason(int status) {
        return text(errorName, status) + " (" + status + "), " + text(errorString, status);
    }

    private static String text(MethodHandle lookup, int status) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            int result = (int) lookup.invokeExact(status, out);
            return result != 0 ? "unknown error" : out.get(ADDRESS, 0).reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            return "unknown error: " + e;
        }
    }

    private long handleOut(String name, MemoryLayout[] parameters, Object... rest) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            Object[] arguments = new Object[rest.length + 1];
            arguments[0] = out;
            System.arraycopy(rest, 0, arguments, 1, rest.length);
            MemoryLayout[] layouts = new MemoryLayout[parameters.length + 1];
            layouts[0] = ADDRESS;
            System.arraycopy(parameters, 0, layouts, 1, parameters.length);
            call(name, handle(name, layouts), arguments);
            return out.get(JAVA_LONG, 0);
        }
    }

    private static MemoryLayout[] of(MemoryLayout... layouts) {
        return layouts;
    }

    @Override
    public int version() {
        return (int) handleOut("cuDriverGetVersion", of());
    }

    @Override
    public int deviceCount() {
        return (int) handleOut("cuDeviceGetCount", of());
    }

    @Override
    public String deviceName(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(256);
            call("cuDeviceGetName", handle("cuDeviceGetName", ADDRESS, JAVA_INT, JAVA_INT), name, 256, device);
            return name.getString(0);
        }
    }

    @Override
    public long deviceMemory(int device) {
        return handleOut("cuDeviceTotalMem_v2", of(JAVA_INT), device);
    }

    @Override
    public int deviceAttribute(int device, int attribute) {
        return (int) handleOut("cuDeviceGetAttribute", of(JAVA_INT, JAVA_INT), attribute, device);
    }

    @Override
    public long context(int device) {
        return CONTEXTS.computeIfAbsent(device, card -> handleOut("cuDevicePrimaryCtxRetain", of(JAVA_INT), card));
    }

    @Override
    public void useContext(long context) {
        try {
            check((int) setContext.invokeExact(context), "cuCtxSetCurrent", context);
        } catch (Throwable e) {
            throw rethrown("cuCtxSetCurrent", e);
        }
    }

    @Override
    public long freeMemory() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG, 2);
            call("cuMemGetInfo_v2", handle("cuMemGetInfo_v2", ADDRESS, ADDRESS), out, out.asSlice(8));
            return out.get(JAVA_LONG, 0);
        }
    }

    @Override
    public long allocate(long bytes) {
        return handleOut("cuMemAlloc_v2", of(JAVA_LONG), bytes);
    }

    @Override
    public void free(long address) {
        call("cuMemFree_v2", handle("cuMemFree_v2", JAVA_LONG), address);
    }

    @Override
    public MemorySegment allocatePinned(long bytes) {
        return MemorySegment.ofAddress(handleOut("cuMemAllocHost_v2", of(JAVA_LONG), bytes)).reinterpret(bytes);
    }

    @Override
    public void freePinned(MemorySegment memory) {
        call("cuMemFreeHost", handle("cuMemFreeHost", ADDRESS), memory);
    }

    @Override
    public void upload(long to, MemorySegment from, long bytes, long stream) {
        try {
            check((int) upload.invokeExact(to, from, bytes, stream), "cuMemcpyHtoDAsync_v2", to, from, bytes, stream);
        } catch (Throwable e) {
            throw rethrown("cuMemcpyHtoDAsync_v2", e);
        }
    }

    @Override
    public void download(MemorySegment to, long from, long bytes, long stream) {
        try {
            check((int) download.invokeExact(to, from, bytes, stream), "cuMemcpyDtoHAsync_v2", to, from, bytes, stream);
        } catch (Throwable e) {
            throw rethrown("cuMemcpyDtoHAsync_v2", e);
        }
    }

    @Override
    public void copy(long to, long from, long bytes, long stream) {
        call("cuMemcpyDtoDAsync_v2", handle("cuMemcpyDtoDAsync_v2", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), to, from, bytes, stream);
    }

    @Override
    public void fill(long to, byte value, long bytes, long stream) {
        call("cuMemsetD8Async", handle("cuMemsetD8Async", JAVA_LONG, JAVA_BYTE, JAVA_LONG, JAVA_LONG), to, value, bytes, stream);
    }

    @Override
    public long createStream() {
        return handleOut("cuStreamCreate", of(JAVA_INT), 1);
    }

    @Override
    public void destroyStream(long stream) {
        call("cuStreamDestroy_v2", handle("cuStreamDestroy_v2", JAVA_LONG), stream);
    }

    @Override
    public void awaitStream(long stream) {
        try {
            check((int) awaitStream.invokeExact(stream), "cuStreamSynchronize", stream);
        } catch (Throwable e) {
            throw rethrown("cuStreamSynchronize", e);
        }
    }

    @Override
    public long createEvent() {
        return handleOut("cuEventCreate", of(JAVA_INT), 0);
    }

    @Override
    public void destroyEvent(long event) {
        call("cuEventDestroy_v2", handle("cuEventDestroy_v2", JAVA_LONG), event);
    }

    @Override
    public void recordEvent(long event, long stream) {
        try {
            check((int) recordEvent.invokeExact(event, stream), "cuEventRecord", event, stream);
        } catch (Throwable e) {
            throw rethrown("cuEventRecord", e);
        }
    }

    @Override
    public void awaitEvent(long event) {
        try {
            check((int) awaitEvent.invokeExact(event), "cuEventSynchronize", event);
        } catch (Throwable e) {
            throw rethrown("cuEventSynchronize", e);
        }
    }

    @Override
    public void waitEvent(long stream, long event) {
        try {
            check((int) waitEvent.invokeExact(stream, event, 0), "cuStreamWaitEvent", stream, event, 0);
        } catch (Throwable e) {
            throw rethrown("cuStreamWaitEvent", e);
        }
    }

    @Override
    public float milliseconds(long start, long end) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_FLOAT);
            call("cuEventElapsedTime", handle("cuEventElapsedTime", ADDRESS, JAVA_LONG, JAVA_LONG), out, start, end);
            return out.get(JAVA_FLOAT, 0);
        }
    }

    @Override
    public long loadModule(MemorySegment image) {
        return handleOut("cuModuleLoadData", of(ADDRESS), image);
    }

    @Override
    public void unloadModule(long module) {
        call("cuModuleUnload", handle("cuModuleUnload", JAVA_LONG), module);
    }

    @Override
    public long function(long module, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return handleOut("cuModuleGetFunction", of(JAVA_LONG, ADDRESS), module, arena.allocateFrom(name));
        } catch (CudaException e) {
            throw new CudaException("the loaded kernels have none called " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void allowSharedMemory(long function, int bytes) {
        int maxDynamicSharedSize = 8;
        call("cuFuncSetAttribute", handle("cuFuncSetAttribute", JAVA_LONG, JAVA_INT, JAVA_INT), function, maxDynamicSharedSize, bytes);
    }

    @Override
    public int blocksPerMultiprocessor(long function, int threads, int sharedBytes) {
        return (int) handleOut("cuOccupancyMaxActiveBlocksPerMultiprocessor", of(JAVA_LONG, JAVA_INT, JAVA_LONG), function, threads,
                (long) sharedBytes);
    }

    @Override
    public void launch(long function, Grid grid, int sharedBytes, long stream, MemorySegment parameters, boolean cooperative) {
        int status;
        try {
            status = cooperative
                    ? (int) launchCooperative.invokeExact(function, grid.blocksX(), grid.blocksY(), grid.blocksZ(), grid.threads(), 1, 1,
                            sharedBytes, stream, parameters)
                    : (int) launch.invokeExact(function, grid.blocksX(), grid.blocksY(), grid.blocksZ(), grid.threads(), 1, 1, sharedBytes,
                            stream, parameters, MemorySegment.NULL);
        } catch (Throwable e) {
            throw rethrown("cuLaunchKernel", e);
        }
        if (status != 0) {
            check(status, cooperative ? "cuLaunchCooperativeKernel" : "cuLaunchKernel", function, grid, sharedBytes, stream);
        }
    }

    @Override
    public void beginCapture(long stream) {
        int threadLocal = 1;
        call("cuStreamBeginCapture_v2", handle("cuStreamBeginCapture_v2", JAVA_LONG, JAVA_INT), stream, threadLocal);
    }

    @Override
    public long endCapture(long stream) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            call("cuStreamEndCapture", handle("cuStreamEndCapture", JAVA_LONG, ADDRESS), stream, out);
            return out.get(JAVA_LONG, 0);
        }
    }

    @Override
    public long instantiate(long graph) {
        return handleOut("cuGraphInstantiateWithFlags", of(JAVA_LONG, JAVA_LONG), graph, 0L);
    }

    @Override
    public void launchGraph(long executable, long stream) {
        int status;
        try {
            status = (int) launchGraph.invokeExact(executable, stream);
        } catch (Throwable e) {
            throw rethrown("cuGraphLaunch", e);
        }
        if (status != 0) {
            check(status, "cuGraphLaunch", executable, stream);
        }
    }

    @Override
    public void destroyGraph(long graph) {
        call("cuGraphDestroy", handle("cuGraphDestroy", JAVA_LONG), graph);
    }

    @Override
    public void destroyExecutable(long executable) {
        call("cuGraphExecDestroy", handle("cuGraphExecDestroy", JAVA_LONG), executable);
    }

    private static CudaException rethrown(String name, Throwable e) {
        return e instanceof CudaException cuda ? cuda : new CudaException(name + " could not be called", e);
    }
}
