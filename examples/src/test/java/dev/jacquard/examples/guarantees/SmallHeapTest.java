package dev.jacquard.examples.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class SmallHeapTest {
    @Test
    void theConvolutionalNetworkTrainsWithBatchesOf128InAHeapOf128Megabytes() {
        List<String> lines = Child.run(SmallHeap.class, List.of("-Xmx128m", "--add-modules", "jdk.incubator.vector"));
        String heap = lines.stream().filter(line -> line.startsWith("heap ")).findFirst().orElseThrow();
        String loss = lines.stream().filter(line -> line.startsWith("loss ")).findFirst().orElseThrow();
        assertThat(Long.parseLong(heap.substring(5))).isLessThanOrEqualTo(128L << 20);
        assertThat(Double.parseDouble(loss.substring(5))).isBetween(1.0, 5.0);
    }
}
