package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A driver without a card: writes down what is asked, hands out handles and fails when one is used that is not alive, when host memory is written
 * while it is copied, and when there is a wait in a capture.
 */
final class RecordingDriver implements Driver {
    static final int INVALID_IMAGE = 200;
    static final int STREAM_CAPTURE_UNSUPPORTED = 900;
    static final int STREAM_CAPTURE_INVALIDATED = 901;
    final List<String> calls = new ArrayList<>();
    private final Map<Integer, Long> contexts = new HashMap<>();
    final Map<Long, Long> memory = new HashMap<>();
    final Set<Long> alive = new HashSet<>();
    /** What a persistent kernel says of itself: bytes of shared memory, of what blocks exchange, of counters. */
    int[] sizes = {0, 0, 0};
    /** Numbers about the card that differ from an H100's. */
    final Map<Integer, Integer> attributes = new HashMap<>();
    int blocksPerMultiprocessor = 1;
    boolean refusesModules;
    long freeBytes = 1 << 20;
    boolean capturing;
    private boolean invalidated;
    /** From the calls so far to the milliseconds between the last two marks. */
    Function<List<String>, Float> stopwatch = _ -> 1f;
    final Map<Long, MemorySegment> pinned = new HashMap<>();
    private final List<Transfer> transfers = new ArrayList<>();
    private final Map<Long, String> names = new HashMap<>();
    private final Map<Long, long[]> marks = new HashMap<>();
    private long number;
    private long next = 0x1000;
    private final List<Found> functions = new ArrayList<>();
    private long toldTo;

    /** A copy under way; from the host it has the content that was there when it was queued. */
    private record Transfer(MemorySegment host, long stream, long number, byte[] content) {
    }

    /** A kernel of a module. */
    private record Found(long module, String kernel) {
    }

    private long create(String what) {
        next += 0x1000;
        alive.add(next);
        calls.add("create " + what);
        return next;
    }

    private void destroy(String what, long handle) {
        if (!alive.remove(handle)) {
            throw new AssertionError(what + " " + handle + " is not alive");
        }
        calls.add("destroy " + what);
    }

    private void need(long handle) {
        if (handle != 0 && !alive.contains(handle)) {
            throw new AssertionError("handle " + handle + " is not alive");
        }
    }

    private void needMemory(long address, long bytes) {
        for (Map.Entry<Long, Long> piece : memory.entrySet()) {
            if (address >= piece.getKey() && address + bytes <= piece.getKey() + piece.getValue()) {
                return;
            }
        }
        throw new AssertionError("no memory of " + bytes + " bytes at " + address);
    }

    private void refuseInCapture(String call) {
        if (capturing) {
            invalidated = true;
            throw new CudaException(call + " failed: operation not permitted when stream is capturing", STREAM_CAPTURE_UNSUPPORTED);
        }
    }

    @Override
    public int version() {
        return 13000;
    }

    @Override
    public int deviceCount() {
        return 1;
    }

    @Override
    public String deviceName(int device) {
        return "Recorder";
    }

    @Override
    public long deviceMemory(int device) {
        return 1 << 20;
    }

    @Override
    public int deviceAttribute(int device, int attribute) {
        Integer other = attributes.get(attribute);
        return other != null ? other : switch (attribute) {
            case CAPABILITY_MAJOR -> 9;
            case CAPABILITY_MINOR -> 0;
            case MULTIPROCESSORS -> 132;
            case SHARED_MEMORY -> 232448;
            default -> 1;
        };
    }

    @Override
    public long context(int device) {
        return contexts.computeIfAbsent(device, _ -> create("context"));
    }

    @Override
    public void useContext(long context) {
        need(context);
    }

    @Override
    public long freeMemory() {
        return freeBytes;
    }

    @Override
    public long allocate(long bytes) {
        refuseInCapture("cuMemAlloc_v2");
        if (bytes > freeBytes) {
            throw new CudaException("cuMemAlloc_v2(" + bytes + ") failed: out of memory", OUT_OF_MEMORY);
        }
        freeBytes -= bytes;
        long address = create("memory");
        next += bytes;
        memory.put(address, bytes);
        return address;
    }

    @Override
    public void free(long address) {
        refuseInCapture("cuMemFree_v2");
        destroy("memory", address);
        freeBytes += memory.remove(address);
    }

    @Override
    public MemorySegment allocatePinned(long bytes) {
        refuseInCapture("cuMemAllocHost_v2");
        MemorySegment memory = Arena.ofAuto().allocate(bytes, 64);
        pinned.put(memory.address(), memory);
        calls.add("create pinned");
        return memory;
    }

    @Override
    public void freePinned(MemorySegment memory) {
        refuseInCapture("cuMemFreeHost");
        if (pinned.remove(memory.address()) == null) {
            throw new AssertionError("pinned memory " + memory + " is not alive");
        }
        transfers.forEach(transfer -> {
            if (transfer.host.address() >= memory.address() && transfer.host.address() < memory.address() + memory.byteSize()) {
                throw new AssertionError("pinned memory is freed while it is copied");
            }
        });
        calls.add("destroy pinned");
    }

    private void transferred(MemorySegment host, long bytes, long stream, boolean up) {
        MemorySegment part = host.asSlice(0, bytes);
        transfers.add(new Transfer(part, stream, number++, up ? part.toArray(ValueLayout.JAVA_BYTE) : null));
    }

    /** Copies queued before that number are over; what was copied from must not have been touched until now. */
    private void over(long stream, long before) {
        transfers.removeIf(transfer -> {
            boolean over = transfer.stream == stream && transfer.number < before;
            if (over && transfer.content != null && !Arrays.equals(transfer.content, transfer.host.toArray(ValueLayout.JAVA_BYTE))) {
                throw new AssertionError("host memory was written while it was copied");
            }
            return over;
        });
    }

    @Override
    public void upload(long to, MemorySegment from, long bytes, long stream) {
        needMemory(to, bytes);
        need(stream);
        transferred(from, bytes, stream, true);
        calls.add("upload " + bytes);
    }

    @Override
    public void download(MemorySegment to, long from, long bytes, long stream) {
        needMemory(from, bytes);
        need(stream);
        transferred(to, bytes, stream, false);
        if (from == toldTo) {
            MemorySegment.copy(sizes, 0, to, ValueLayout.JAVA_INT, 0, sizes.length);
        }
        calls.add("download " + bytes);
    }

    @Override
    public void copy(long to, long from, long bytes, long stream) {
        needMemory(to, bytes);
        needMemory(from, bytes);
        calls.add("copy " + bytes);
    }

    @Override
    public void fill(long to, byte value, long bytes, long stream) {
        needMemory(to, bytes);
        calls.add("fill " + bytes);
    }

    @Override
    public long createStream() {
        return create("stream");
    }

    @Override
    public void destroyStream(long stream) {
        destroy("stream", stream);
    }

    @Override
    public void awaitStream(long stream) {
        refuseInCapture("cuStreamSynchronize");
        need(stream);
        over(stream, number);
        calls.add("await");
    }

    @Override
    public long createEvent() {
        long event = create("event");
        names.put(event, "event " + names.size());
        return event;
    }

    @Override
    public void destroyEvent(long event) {
        destroy("event", event);
    }

    @Override
    public void recordEvent(long event, long stream) {
        need(event);
        need(stream);
        marks.put(event, new long[] {stream, number});
        calls.add("record " + names.get(event));
    }

    @Override
    public void awaitEvent(long event) {
        refuseInCapture("cuEventSynchronize");
        need(event);
        long[] mark = marks.get(event);
        if (mark != null) {
            over(mark[0], mark[1]);
        }
        calls.add("await " + names.get(event));
    }

    @Override
    public void waitEvent(long stream, long event) {
        need(stream);
        need(event);
        calls.add("wait for " + names.get(event));
    }

    @Override
    public float milliseconds(long start, long end) {
        need(start);
        need(end);
        return stopwatch.apply(calls);
    }

    @Override
    public long loadModule(MemorySegment image) {
        if (refusesModules) {
            throw new CudaException("cuModuleLoadData failed: device kernel image is invalid", INVALID_IMAGE);
        }
        return create("module");
    }

    @Override
    public void unloadModule(long module) {
        destroy("module", module);
    }

    @Override
    public long function(long module, String name) {
        need(module);
        functions.add(new Found(module, name));
        return functions.size();
    }

    @Override
    public void allowSharedMemory(long function, int bytes) {
        calls.add("allow " + bytes + " bytes of shared memory");
    }

    @Override
    public int blocksPerMultiprocessor(long function, int threads, int sharedBytes) {
        return blocksPerMultiprocessor;
    }

    @Override
    @SuppressWarnings("restricted") // a driver reads parameters where the caller says they are
    public void launch(long function, Grid grid, int sharedBytes, long stream, MemorySegment parameters, boolean cooperative) {
        Found found = functions.get((int) function - 1);
        need(found.module);
        need(stream);
        if (found.kernel.equals("tell_sizes")) {
            toldTo = parameters.get(ValueLayout.ADDRESS, 0).reinterpret(Long.BYTES).get(ValueLayout.JAVA_LONG, 0);
        }
        calls.add((capturing ? "capture " : "launch ") + grid.blocksX() + "x" + grid.threads() + (cooperative ? " cooperative" : ""));
    }

    @Override
    public void beginCapture(long stream) {
        capturing = true;
        invalidated = false;
        calls.add("begin capture");
    }

    @Override
    public long endCapture(long stream) {
        capturing = false;
        if (invalidated) {
            throw new CudaException("cuStreamEndCapture failed: operation failed due to a previous error during capture", STREAM_CAPTURE_INVALIDATED);
        }
        return create("graph");
    }

    @Override
    public long instantiate(long graph) {
        need(graph);
        return create("executable");
    }

    @Override
    public void launchGraph(long executable, long stream) {
        need(executable);
        calls.add("launch graph");
    }

    @Override
    public void destroyGraph(long graph) {
        destroy("graph", graph);
    }

    @Override
    public void destroyExecutable(long executable) {
        destroy("executable", executable);
    }
}
