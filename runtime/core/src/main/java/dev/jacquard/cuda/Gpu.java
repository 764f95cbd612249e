package dev.jacquard.cuda;

import java.util.ArrayList;
import java.util.List;

import dev.jacquard.cuda.kernel.KernelText;

/** A card in use: its context, which stays when it is closed, its compiler and its main stream. Not safe for use by several threads at once. */
public final class Gpu implements AutoCloseable {
    private final Driver driver;
    private final KernelCompiler compiler;
    private final CubinCache cache;
    private final Device device;
    private final long context;
    private final Stream stream;
    private final Libraries libraries;
    private boolean closed;

    /** Opens a card through any driver, {@link EmulatedCard} or a recording one in tests, without libraries. */
    Gpu(Driver driver, KernelCompiler compiler, CubinCache cache, int index) {
        this(driver, compiler, cache, index, Libraries.Use.NEVER, Libraries.Source.of(new LibrarySearch(List.of())));
    }

    /** Opens a card through any driver. */
    Gpu(Driver driver, KernelCompiler compiler, CubinCache cache, int index, Libraries.Use use, Libraries.Source source) {
        this.driver = driver;
        this.compiler = compiler;
        this.cache = cache;
        device = Device.of(driver, index);
        context = driver.context(index);
        driver.useContext(context);
        stream = new Stream(driver);
        libraries = new Libraries(this, use, source);
    }

    /**
     * Opens a card of this machine.
     *
     * @param index its number, from 0
     * @throws CudaException when there is no driver, no compiler or no such card
     */
    public static Gpu open(int index) {
        if (EmulatedCard.wanted()) {
            return EmulatedCard.open();
        }
        LibrarySearch search = LibrarySearch.ofThisMachine();
        Driver driver = ForeignDriver.load(search);
        int count = driver.deviceCount();
        if (index < 0 || index >= count) {
            throw new CudaException("there is no card " + index + ": the driver knows " + count);
        }
        return new Gpu(driver, Nvrtc.load(search, driver.version()), CubinCache.ofUser(), index, Libraries.Use.wanted(Libraries.Use.TIMED),
                Libraries.Source.of(search));
    }

    /** Which card it is. */
    public Device device() {
        return device;
    }

    /** The driver. */
    public Driver driver() {
        return driver;
    }

    /** The queue that work goes to. */
    public Stream stream() {
        return stream;
    }

    /** cuBLASLt and cuDNN. */
    Libraries libraries() {
        return libraries;
    }

    /** Makes the calling thread use this card. */
    public void use() {
        driver.useContext(context);
    }

    /** Takes memory of the card. */
    public DeviceMemory allocate(String purpose, long bytes) {
        return DeviceMemory.allocate(driver, purpose, bytes, device.memory());
    }

    /** A further queue. */
    public Stream newStream() {
        return new Stream(driver);
    }

    /** A mark that keeps the time. */
    public Event newEvent() {
        return new Event(driver);
    }

    /**
     * Compiles kernel text for this card, or takes what was compiled before, and loads it.
     *
     * @param name        for messages
     * @param text        without {@link KernelText#DEVICE}, which is put in front
     * @param definitions as {@code NAME=VALUE}
     * @throws CudaException when it does not compile, or the card refuses the code
     */
    public KernelModule load(String name, String text, List<String> definitions) {
        List<String> options = new ArrayList<>(KernelText.options(device.architecture()));
        definitions.forEach(definition -> options.add("-D" + definition));
        byte[] code = cache.compiled(compiler, name + ".cu", compiler.device().text() + "\n" + text, options);
        try {
            return KernelModule.load(driver, code);
        } catch (CudaException e) {
            if (compiler.caveat().isEmpty()) {
                throw e;
            }
            throw new CudaException(e.getMessage() + "; " + compiler.caveat(), e);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            libraries.close();
            stream.close();
        }
    }
}
