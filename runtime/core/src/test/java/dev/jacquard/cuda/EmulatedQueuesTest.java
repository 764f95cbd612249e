package dev.jacquard.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An emulated card does its work at the worst of times: a wait that is missing gives a wrong number. */
class EmulatedQueuesTest {
    private Gpu gpu;
    private DeviceMemory memory;
    private PinnedMemory host;
    private PinnedMemory result;

    private void open(EmulatedCard.Pace pace) {
        gpu = EmulatedCard.open(1 << 20, pace);
        memory = gpu.allocate("a float", 16);
        host = PinnedMemory.allocate(gpu.driver(), "from the host", 16);
        result = PinnedMemory.allocate(gpu.driver(), "to the host", 16);
    }

    @AfterEach
    void close() {
        memory.close();
        host.close();
        result.close();
        gpu.close();
    }

    private void send(float value, Stream stream) {
        host.memory().set(ValueLayout.JAVA_FLOAT, 0, value);
        memory.upload(host.memory(), stream);
    }

    private float result() {
        gpu.stream().await();
        return result.memory().get(ValueLayout.JAVA_FLOAT, 0);
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsForTheCopyMayWriteAgain(EmulatedCard.Pace pace) {
        open(pace);
        try (Event copied = gpu.newEvent()) {
            send(1, gpu.stream());
            memory.download(result.memory(), gpu.stream());
            copied.record(gpu.stream());
            copied.await();
            host.memory().set(ValueLayout.JAVA_FLOAT, 0, 2);
            assertThat(result()).isEqualTo(1);
        }
    }

    @Test
    void aBufferWrittenBeforeItsCopyShows() {
        open(EmulatedCard.Pace.LATE);
        send(1, gpu.stream());
        memory.download(result.memory(), gpu.stream());
        host.memory().set(ValueLayout.JAVA_FLOAT, 0, 2);
        assertThat(result()).isEqualTo(2);
    }

    @Test
    void aReaderThatDoesNotWaitForItsRowsShows() {
        open(EmulatedCard.Pace.LATE);
        try (Stream copies = gpu.newStream()) {
            send(1, copies);
            memory.download(result.memory(), gpu.stream());
            assertThat(result()).isNaN();
        }
    }

    @Test
    void aCopyThatDoesNotWaitForTheLastReaderShows() {
        open(EmulatedCard.Pace.COPIES_FIRST);
        try (Stream copies = gpu.newStream()) {
            send(1, copies);
            memory.download(result.memory(), gpu.stream());
            send(2, copies);
            assertThat(result()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void queuesWaitForEachOther(EmulatedCard.Pace pace) {
        open(pace);
        try (Stream copies = gpu.newStream(); Event arrived = gpu.newEvent(); Event used = gpu.newEvent()) {
            copies.waitFor(used);
            send(1, copies);
            arrived.record(copies);
            gpu.stream().waitFor(arrived);
            memory.download(result.memory(), gpu.stream());
            used.record(gpu.stream());
            copies.waitFor(used);
            arrived.await();
            send(2, copies);
            assertThat(result()).isEqualTo(1);
        }
    }

    @Test
    void waitingDuringACaptureIsRefused() {
        open(EmulatedCard.Pace.LATE);
        assertThatThrownBy(() -> gpu.stream().capture(() -> gpu.stream().await())).isInstanceOf(CudaException.class);
        MemorySegment content = host.memory();
        try (Graph graph = gpu.stream().capture(() -> memory.upload(content, gpu.stream()))) {
            content.set(ValueLayout.JAVA_FLOAT, 0, 5);
            graph.launch(gpu.stream());
            memory.download(result.memory(), gpu.stream());
            assertThat(result()).isEqualTo(5);
        }
    }

    @Test
    void aLibrarysCallInAnotherStreamThanTheCapturedOneIsRefused() {
        open(EmulatedCard.Pace.LATE);
        EmulatedQueues queues = new EmulatedQueues(EmulatedCard.Pace.LATE);
        queues.create(1);
        queues.create(2);
        queues.call("cublasLtMatmul", 2, () -> {
        });
        assertThatThrownBy(() -> queues.call("cublasLtMatmul", 3, () -> {
        })).isInstanceOf(CudaException.class).hasMessage("cublasLtMatmul was queued in stream 3, which there is not");
        queues.beginCapture(1);
        assertThatThrownBy(() -> queues.call("cublasLtMatmul", 2, () -> {
        })).isInstanceOf(CudaException.class).hasMessage("cublasLtMatmul was queued in stream 2 while 1 is captured");
        queues.call("cublasLtMatmul", 1, () -> {
        });
        assertThat(queues.endCapture()).hasSize(1);
    }
}
