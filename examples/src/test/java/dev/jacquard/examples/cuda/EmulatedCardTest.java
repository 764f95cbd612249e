package dev.jacquard.examples.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.ValueLayout;
import java.util.List;

import dev.jacquard.cuda.EmulatedCard;
import dev.jacquard.cuda.Gpu;
import dev.jacquard.cuda.LibraryChoice;
import dev.jacquard.network.Engine;
import dev.jacquard.network.FloatFormat;
import dev.jacquard.network.Initializers;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Precision;
import dev.jacquard.network.Program;
import dev.jacquard.network.Samples;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On an emulated card, whose libraries are known. */
class EmulatedCardTest extends CardTest {
    @BeforeAll
    static void compilerIsThere() {
        if (!EmulatedCard.possible()) {
            System.out.println("SKIPPED: no g++ on the PATH, so kernels are not run on an emulated card");
        }
        assumeTrue(EmulatedCard.possible(), "g++ is not installed");
    }

    @Override
    Gpu open() {
        return EmulatedCard.open();
    }

    @Override
    Gpu openWithLibraries() {
        return EmulatedCard.openWithLibraries();
    }

    @Override
    @Test
    void aGraphOfConvolutionsTrainsThroughTheLibrariesAsOnTheCpu() {
        List<String> taken = graphThroughTheLibraries().stream().filter(LibraryChoice::taken).map(LibraryChoice::kernel).toList();
        // Padding before and behind a line differ in `wide`: cuDNN does not know that.
        assertThat(taken).contains("make_stem", "make_parts", "make_answer_preactivation", "make_parts_kernel_gradient",
                "make_answer_kernel_gradient").noneMatch(kernel -> kernel.startsWith("make_wide"));
    }

    @Override
    @Test
    void productsAndConvolutionsWithEveryEpilogueTrainThroughTheLibrariesAsOnTheCpu() {
        List<LibraryChoice> choices = productsThroughTheLibraries();
        assertThat(choices).as("everything a library can do").isNotEmpty().allMatch(LibraryChoice::taken);
        assertThat(choices.stream().map(LibraryChoice::library).distinct()).containsExactlyInAnyOrder("cuBLASLt 13.0", "cuDNN 9.14");
    }

    @Test
    void roundedFactorsComeCloseToTheCpuButNotAsCloseAsExactOnes() {
        Samples samples = SmallSet.of(arena, 8, 99, 4);
        int[] order = {0, 1, 2, 3, 4, 5, 6, 7};
        double[] apart = new double[3];
        for (FloatFormat format : FloatFormat.values()) {
            NetworkSettings settings = new NetworkSettings(Engine.CUDA, 5, 1, new Precision(format, FloatFormat.FP32));
            try (Program exact = new SmallProductsCpu(Initializers.initial(SmallProductsNetwork.DESCRIPTION, 5), CPU);
                    Program card = new SmallProductsCuda(Initializers.initial(SmallProductsNetwork.DESCRIPTION, 5), settings, openWithLibraries())) {
                exact.infer(samples, order, 0, 8, null);
                card.infer(samples, order, 0, 8, null);
                for (int i = 0; i < 8 * 4; i++) {
                    apart[format.ordinal()] = Math.max(apart[format.ordinal()], Math.abs(exact.output(0).getAtIndex(ValueLayout.JAVA_FLOAT, i) - card
                            .output(0).getAtIndex(ValueLayout.JAVA_FLOAT, i)));
                }
            }
        }
        assertThat(apart[FloatFormat.FP32.ordinal()]).isLessThan(1e-6);
        assertThat(apart[FloatFormat.TF32.ordinal()]).isBetween(1e-6, 2e-3);
        assertThat(apart[FloatFormat.BF16.ordinal()]).isBetween(2 * apart[FloatFormat.TF32.ordinal()], 2e-2);
    }
}
