package dev.jacquard.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;

import dev.jacquard.JacquardException;

import org.junit.jupiter.api.Test;

class AlignedMemoryTest {
    @Test
    void blocksAreAlignedZeroAndAsLongAsAskedFor() {
        try (AlignedMemory memory = new AlignedMemory()) {
            for (int count : new int[] {0, 1, 15, 16, 17, 1000}) {
                MemorySegment block = memory.floats(count);
                assertThat(block.address() % 64).isZero();
                assertThat(block.byteSize()).isEqualTo(4L * count);
                assertThat(block.toArray(JAVA_FLOAT)).containsOnly(new float[count]);
            }
            assertThat(memory.ints(3).byteSize()).isEqualTo(12);
            assertThat(memory.bytes(3).byteSize()).isEqualTo(3);
            assertThat(memory.allocatedBytes()).isEqualTo(64 * (1 + 1 + 1 + 2 + 63 + 1 + 1));
        }
    }

    @Test
    void blocksCannotBeUsedAfterClosing() {
        AlignedMemory memory = new AlignedMemory();
        MemorySegment block = memory.floats(4);
        memory.close();
        assertThatThrownBy(() -> block.get(JAVA_FLOAT, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void memoryThatCannotBeHadIsNamedInBytes() {
        try (AlignedMemory memory = new AlignedMemory()) {
            assertThatThrownBy(() -> memory.floats(1L << 50)).isInstanceOf(JacquardException.class)
                    .hasMessageContaining(Long.toString(1L << 52) + " bytes").hasMessageContaining("smaller batch");
            assertThatThrownBy(() -> memory.floats(-1)).isInstanceOf(JacquardException.class).hasMessageContaining("-1 elements");
        }
    }
}
