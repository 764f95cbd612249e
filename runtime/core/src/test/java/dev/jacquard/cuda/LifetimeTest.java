package dev.jacquard.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.util.List;

import dev.jacquard.cuda.kernel.Division;
import dev.jacquard.network.Totals;
import dev.jacquard.network.UpdateRule;

import org.junit.jupiter.api.Test;

/** What the engine asks of the driver, in which order, and that it gives everything back. */
class LifetimeTest {
    private final RecordingDriver driver = new RecordingDriver();

    private Gpu gpu() {
        return new Gpu(driver, new NoCompiler(), new CubinCache(null), 0);
    }

    @Test
    void closingTwiceGivesBackOnce() {
        Gpu gpu = gpu();
        DeviceMemory memory = gpu.allocate("a test", 100);
        memory.close();
        memory.close();
        gpu.close();
        gpu.close();
        assertThat(driver.calls).containsExactly("create context", "create stream", "create memory", "destroy memory", "destroy stream");
    }

    @Test
    void theContextOutlivesItsCardAndServesTheNext() {
        gpu().close();
        Gpu next = gpu();
        next.use();
        next.close();
        assertThat(driver.calls).containsExactly("create context", "create stream", "destroy stream", "create stream", "destroy stream");
    }

    @Test
    void usingWhatWasClosedSaysWhatItIs() {
        try (Gpu gpu = gpu()) {
            DeviceMemory memory = gpu.allocate("the weights", 100);
            memory.close();
            assertThatThrownBy(memory::value).isInstanceOf(IllegalStateException.class).hasMessage("the weights is used after it was closed");
        }
    }

    @Test
    void outOfMemorySaysWhatWasAskedAndWhatIsFree() {
        try (Gpu gpu = gpu()) {
            driver.freeBytes = 3 << 20;
            assertThatThrownBy(() -> gpu.allocate("the data set", 5 << 20)).isInstanceOf(OutOfDeviceMemoryException.class)
                    .hasMessageContaining("the data set needs 5120 KB").hasMessageContaining("only 3072 KB are free");
        }
    }

    @Test
    void copiesOutsideThePieceAreRefusedBeforeTheDriverSeesThem() {
        try (Gpu gpu = gpu(); Arena arena = Arena.ofConfined(); DeviceMemory memory = gpu.allocate("ten floats", 40)) {
            assertThatThrownBy(() -> memory.upload(arena.allocate(44), gpu.stream())).isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("ten floats");
            assertThat(driver.calls).doesNotContain("upload 44");
        }
    }

    @Test
    void capturedWorkRunsWhenTheGraphIsLaunched() {
        try (Gpu gpu = gpu(); Arena arena = Arena.ofConfined(); KernelModule module = gpu.load("kernels", "", List.of())) {
            Launch launch = module.kernel("add").prepare(Grid.covering(1000, 256), 0, false, Arguments.of(arena, 1, 2f, 3L));
            try (Graph graph = gpu.stream().capture(() -> launch.queue(gpu.stream()))) {
                graph.launch(gpu.stream());
                graph.launch(gpu.stream());
            }
        }
        assertThat(driver.calls).containsSubsequence("begin capture", "capture 4x256", "create graph", "create executable", "destroy graph",
                "launch graph", "launch graph", "destroy executable", "destroy module");
    }

    @Test
    void aCallThatACaptureForbidsIsTheFailureThatIsSeen() {
        try (Gpu gpu = gpu()) {
            assertThatThrownBy(() -> gpu.stream().capture(() -> gpu.allocate("in between", 16))).isInstanceOf(CudaException.class)
                    .hasMessageContaining(
                            "cuMemAlloc_v2")
                    .satisfies(failure -> assertThat(failure.getSuppressed()).singleElement().asString().contains("cuStreamEndCapture"));
            assertThat(driver.capturing).isFalse();
            gpu.allocate("afterwards", 16).close();
        }
    }

    @Test
    void whatWasWrittenDownBeforeAFailureIsGivenBack() {
        try (Gpu gpu = gpu()) {
            assertThatThrownBy(() -> gpu.stream().capture(() -> {
                throw new IllegalStateException("no launch");
            })).isInstanceOf(IllegalStateException.class).hasMessage("no launch").hasNoSuppressedExceptions();
            assertThat(driver.calls).endsWith("begin capture", "create graph", "destroy graph");
        }
    }

    @Test
    void moreSharedMemoryThanTheDefaultIsAskedFor() {
        try (Gpu gpu = gpu(); Arena arena = Arena.ofConfined(); KernelModule module = gpu.load("kernels", "", List.of())) {
            module.kernel("big").prepare(Grid.of(1, 32), 100_000, false, Arguments.of(arena));
            assertThat(driver.calls).contains("allow 100000 bytes of shared memory");
        }
    }

    @Test
    void aWholeEpochIsOneCooperativeLaunch() {
        driver.freeBytes = 1 << 24;
        driver.sizes = new int[] {60_000, 4096, 256};
        try (Gpu gpu = gpu();
                DeviceMemory memory = gpu.allocate("everything", 1600);
                EpochRunner runner = runner(gpu, memory)) {
            driver.calls.clear();
            Totals totals = new Totals(1);
            runner.run(new int[100], 0, 100, 0, new float[13], totals);
            assertThat(driver.calls).containsExactly("upload 400", "upload 104", "fill 256", "launch 3x64 cooperative", "download 96", "await");
            assertThat(totals.rows()).isEqualTo(100);
        }
        assertThat(driver.memory).isEmpty();
        assertThat(driver.pinned).isEmpty();
    }

    private static EpochRunner runner(Gpu gpu, DeviceMemory memory) {
        return new EpochRunner(gpu, "Net", "", new UpdateRule.Adam(0.9, 0.999, 1e-7, 0), 0, 8, 1, new Division(3, 1, 64),
                new EpochRunner.Data(false, 1, memory, memory, memory, memory), 100);
    }

    @Test
    void tooLittleSharedMemoryIsSaidWithTheNumbersAndNothingIsKept() {
        driver.freeBytes = 1 << 24;
        driver.sizes = new int[] {300_000, 4096, 256};
        try (Gpu gpu = gpu(); DeviceMemory memory = gpu.allocate("everything", 1600)) {
            assertThatThrownBy(() -> runner(gpu, memory)).isInstanceOf(CudaException.class).hasMessageContaining("300000").hasMessageContaining(
                    "232448");
            assertThat(driver.calls).endsWith("destroy module");
        }
    }

    @Test
    void aLargeBatchIsSharedByGroupsOfBlocks() {
        Device card = new Device(0, "card", 1L << 34, 90, 132, 232_448);
        EpochKernel perceptron = new EpochKernel("x", 784, List.of(128, 10), false, 4);
        assertThat(perceptron.divide(card, 32, true, 2)).isEqualTo(new Division(128, 1, 256));
        assertThat(perceptron.divide(card, 256, true, 2)).isEqualTo(new Division(16, 8, 256));
        assertThat(perceptron.divide(card, 60_000, true, 2)).isNull();
        EpochKernel wide = new EpochKernel("x", 20_000, List.of(4096, 10), false, 4);
        assertThat(wide.divide(card, 32, false, 2)).isNull();
    }
}
