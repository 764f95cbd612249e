package dev.jacquard.cuda;

import java.lang.foreign.MemorySegment;

/**
 * What Jacquard asks of the CUDA driver. Handles are the driver's own, as numbers. Every method throws {@link CudaException} with the call, its
 * arguments and the driver's reason when the driver refuses. An interface, so that tests can record what an engine asks.
 */
public interface Driver {
    /** Attribute: multiprocessors of a card. */
    int MULTIPROCESSORS = 16;
    /** Attribute: the larger part of the compute capability. */
    int CAPABILITY_MAJOR = 75;
    /** Attribute: the smaller part of the compute capability. */
    int CAPABILITY_MINOR = 76;
    /** Attribute: the most shared memory a block can ask for, in bytes. */
    int SHARED_MEMORY = 97;
    /** Attribute: whether all blocks of a launch can be made to run at once. */
    int COOPERATIVE_LAUNCH = 95;
    /** The status of an allocation that found no memory. */
    int OUT_OF_MEMORY = 2;

    /** The newest CUDA version the driver supports, as 1000·major + 10·minor. */
    int version();

    /** How many cards there are. */
    int deviceCount();

    /** A card's name. */
    String deviceName(int device);

    /** A card's memory in bytes. */
    long deviceMemory(int device);

    /** One number about a card. */
    int deviceAttribute(int device, int attribute);

    /** A card's primary context: opened when it is first asked for, which takes a third of a second, and kept until the process ends. */
    long context(int device);

    /** Makes a context the calling thread's. */
    void useContext(long context);

    /** Bytes free on the current card. */
    long freeMemory();

    /** Takes device memory. */
    long allocate(long bytes);

    /** Gives device memory back. */
    void free(long address);

    /** Takes page-locked host memory: the card copies from and to it by itself while the host goes on. */
    MemorySegment allocatePinned(long bytes);

    /** Gives page-locked memory back; the driver waits for work that uses it. */
    void freePinned(MemorySegment memory);

    /** Starts a copy to the card. */
    void upload(long to, MemorySegment from, long bytes, long stream);

    /** Starts a copy from the card. */
    void download(MemorySegment to, long from, long bytes, long stream);

    /** Starts a copy on the card. */
    void copy(long to, long from, long bytes, long stream);

    /** Starts setting bytes to a value. */
    void fill(long to, byte value, long bytes, long stream);

    /** Creates a queue of work. */
    long createStream();

    /** Removes a queue of work. */
    void destroyStream(long stream);

    /** Waits until the work is done. */
    void awaitStream(long stream);

    /** Creates a mark in a queue that keeps the time. */
    long createEvent();

    /** Removes a mark. */
    void destroyEvent(long event);

    /** Puts the mark into the queue. */
    void recordEvent(long event, long stream);

    /** Waits until the mark is reached where it was last put; does not wait for one that was never put anywhere. */
    void awaitEvent(long event);

    /** Makes further work of a queue wait, without the host, for a mark where it was last put. Returns at once. */
    void waitEvent(long stream, long event);

    /** Milliseconds between two marks. */
    float milliseconds(long start, long end);

    /** Loads machine code. */
    long loadModule(MemorySegment image);

    /** Removes machine code. */
    void unloadModule(long module);

    /** A kernel of a module. */
    long function(long module, String name);

    /** Lets a kernel's blocks ask for that much shared memory. */
    void allowSharedMemory(long function, int bytes);

    /** How many blocks of a kernel one multiprocessor holds at once. */
    int blocksPerMultiprocessor(long function, int threads, int sharedBytes);

    /**
     * Starts a kernel.
     *
     * @param parameters  addresses of the parameters' values
     * @param cooperative whether all blocks must run at once
     */
    void launch(long function, Grid grid, int sharedBytes, long stream, MemorySegment parameters, boolean cooperative);

    /** From now on, work for the queue is written down instead of done. */
    void beginCapture(long stream);

    /** Ends writing down; returns the graph. */
    long endCapture(long stream);

    /** Makes a graph ready to run. */
    long instantiate(long graph);

    /** Starts a graph's work. */
    void launchGraph(long executable, long stream);

    /** Removes what was written down. */
    void destroyGraph(long graph);

    /** Removes a graph that was ready to run. */
    void destroyExecutable(long executable);
}
