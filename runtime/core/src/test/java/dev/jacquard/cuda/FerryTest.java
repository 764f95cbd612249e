package dev.jacquard.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;

import dev.jacquard.network.Column;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Shape;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows on their way to the card: what waits for what, and what is in the buffers. */
class FerryTest {
    private final RecordingDriver driver = new RecordingDriver();
    private final Gpu gpu = new Gpu(driver, new NoCompiler(), new CubinCache(null), 0);
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void everythingIsGivenBack() {
        gpu.close();
        arena.close();
        assertThat(driver.memory).isEmpty();
        assertThat(driver.pinned).isEmpty();
    }

    /** 20 rows of three bytes that count, and of a label. */
    private Samples samples() {
        MemorySegment bytes = arena.allocate(60);
        IntStream.range(0, 60).forEach(i -> bytes.set(ValueLayout.JAVA_BYTE, i, (byte) i));
        MemorySegment labels = arena.allocate(80, 4);
        IntStream.range(0, 20).forEach(i -> labels.setAtIndex(ValueLayout.JAVA_INT, i, 100 + i));
        return new Given(20, List.of(new Column.Bytes(bytes, 20, Shape.of(3), 0.5f, -1)), List.of(new Column.Labels(labels, 20, Shape.of())));
    }

    private record Given(int size, List<Column> inputs, List<Column> targets) implements Samples {
    }

    @Test
    void aBufferIsWrittenAgainAfterItsCopyAndTheCardsRowsAfterTheirLastReader() {
        try (DeviceMemory inputs = gpu.allocate("inputs", 8 * 16); DeviceMemory targets = gpu.allocate("targets", 8 * 4)) {
            RowLayout layout = RowLayout.of(samples(), true);
            try (Ferry ferry = new Ferry(gpu, List.of(new DeviceColumn(layout.inputs().getFirst(), inputs), new DeviceColumn(layout.targets()
                    .getFirst(), targets)), 4)) {
                driver.calls.clear();
                int[] order = IntStream.range(0, 20).map(i -> 19 - i).toArray();
                for (int from = 0; from < 11; from += 4) {
                    ferry.bring(order, from, Math.min(11, from + 4), 0, from % 8);
                    ferry.used(from % 8);
                }
            }
        }
        // Events 0 and 2: the copies from a buffer; 1 and 3: the steps that read what they brought.
        assertThat(driver.calls.subList(0, 21)).containsExactly(
                "await event 0", "wait for event 1", "upload 64", "upload 16", "record event 0", "wait for event 0", "record event 1",
                "await event 2", "wait for event 3", "upload 64", "upload 16", "record event 2", "wait for event 2", "record event 3",
                "await event 0", "wait for event 1", "upload 48", "upload 12", "record event 0", "wait for event 0", "record event 1");
        assertThat(driver.calls.get(21)).isEqualTo("await");
    }

    @Test
    void bytesStayBytesAndRowsLieApart() {
        RowLayout layout = RowLayout.of(samples(), true);
        assertThat(layout.bytes(10)).isEqualTo(200);
        MemorySegment bytes = arena.allocate(32);
        layout.inputs().getFirst().gather(new int[] {7, 3}, 0, 2, 0, bytes);
        assertThat(bytes.toArray(ValueLayout.JAVA_BYTE)).startsWith(21, 22, 23, 0).containsSequence(0, 9, 10, 11, 0);
        MemorySegment labels = arena.allocate(8, 4);
        layout.targets().getFirst().gather(new int[] {7, 3}, 0, 2, 0, labels);
        assertThat(labels.toArray(ValueLayout.JAVA_INT)).containsExactly(107, 103);
    }

    @Test
    void bytesWithAnOffsetBecomeFloatsForWhoCannotAddIt() {
        RowLayout layout = RowLayout.of(samples(), false);
        assertThat(layout.inputs().getFirst().bytes()).isFalse();
        MemorySegment floats = arena.allocate(16, 4);
        layout.inputs().getFirst().gather(new int[] {1}, 0, 1, 0, floats);
        assertThat(floats.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(0.5f, 1, 1.5f, 0);
    }

    @Test
    void theRecorderNoticesABufferThatIsWrittenTooEarly() {
        try (DeviceMemory memory = gpu.allocate("four floats", 16);
                PinnedMemory buffer = PinnedMemory.allocate(driver, "a buffer", 16);
                Event copied = gpu.newEvent()) {
            memory.upload(buffer.memory(), gpu.stream());
            copied.record(gpu.stream());
            buffer.memory().set(ValueLayout.JAVA_FLOAT, 0, 1);
            assertThatThrownBy(copied::await).isInstanceOf(AssertionError.class).hasMessage("host memory was written while it was copied");
            buffer.memory().set(ValueLayout.JAVA_FLOAT, 0, 0);
            copied.await();
        }
    }

    @Test
    void pinnedMemoryIsNotReadAfterItsEnd() {
        PinnedMemory buffer = PinnedMemory.allocate(driver, "a buffer", 16);
        MemorySegment memory = buffer.memory();
        buffer.close();
        assertThatThrownBy(() -> memory.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(buffer::memory).hasMessage("a buffer is used after it was closed");
    }
}
