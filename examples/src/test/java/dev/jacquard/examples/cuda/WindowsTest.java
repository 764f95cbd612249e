package dev.jacquard.examples.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.jacquard.network.Engine;
import dev.jacquard.network.NetworkSettings;

import org.junit.jupiter.api.Test;

/** Convolutions of few taps and pools whose windows lie side by side have kernels of their own: the CPU's numbers at odd sizes. */
class WindowsTest {
    private static final NetworkSettings CPU = new NetworkSettings(Engine.CPU, 5, 1);

    @Test
    void convolutionsOfFewTapsTrainAsOnTheCpu() {
        try (Arena arena = Arena.ofShared()) {
            // Large enough for partial sums, and a last batch that leaves blocks without work.
            new SameNumbers(SmallStripsNetwork.DESCRIPTION, p -> new SmallStripsCpu(p, CPU), SmallStripsCuda::new)
                    .train(SmallSet.of(arena, 27, 13 * 11 * 3, -3), 20);
        }
    }

    @Test
    void poolsSideBySideTrainAsOnTheCpu() {
        try (Arena arena = Arena.ofShared()) {
            new SameNumbers(SmallTilesNetwork.DESCRIPTION, p -> new SmallTilesCpu(p, CPU), SmallTilesCuda::new)
                    .train(SmallSet.of(arena, 7, 13 * 11 * 2, -3), 3);
        }
    }

    @Test
    void theyRunInTheirOwnKernels() throws IOException {
        assertThat(calls("SmallStrips.cu")).contains("strip_convolution", "strip_kernel_gradient").doesNotContain("convolution",
                "convolution_kernel_gradient");
        assertThat(calls("SmallTiles.cu")).contains("tile_max_pool", "tile_max_pool_gradient", "tile_average_pool", "tile_average_pool_gradient")
                .doesNotContain("max_pool", "average_pool", "max_pool_gradient", "average_pool_gradient");
    }

    /** The ReLU of `twelve` alone has one reader, a pool: no kernel masks its gradient. */
    @Test
    void aReluBeforeAPoolNeedsNoMaskOfItsOwn() throws IOException {
        assertThat(text("SmallTiles.cu")).containsPattern("tile_max_pool_gradient<Window<12, 9, 12, [^>]*>, true>")
                .doesNotContain("twelve_largest_masked");
    }

    /** The templates that a text calls. */
    private static Stream<String> calls(String name) throws IOException {
        return Pattern.compile("(?m)^  (\\w+)<").matcher(text(name)).results().map(match -> match.group(1)).distinct();
    }

    private static String text(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(WindowsTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
