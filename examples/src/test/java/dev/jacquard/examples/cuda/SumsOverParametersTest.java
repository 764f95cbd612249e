package dev.jacquard.examples.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.IntStream;

import dev.jacquard.cuda.EmulatedCard;
import dev.jacquard.network.Engine;
import dev.jacquard.network.Initializers;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Parameters;
import dev.jacquard.network.Program;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import org.junit.jupiter.api.Test;

/** Norms and penalties that several blocks add up: the CPU's numbers, and the same bits in every run. */
class SumsOverParametersTest {
    private static final UpdateRule RULE = new UpdateRule.Sgd(0.9, false);

    private record Trained(float[] parameters, float[] gradients, double loss) {
    }

    private static Trained train(Program program, Samples samples, double clipNorm, double globalClipNorm) {
        try (program; Training training = program.training(new TrainingSettings(RULE, 5, 1, 0, clipNorm, globalClipNorm), samples)) {
            Totals totals = new Totals(program.description().outputs().size());
            float[] rates = new float[3];
            Arrays.fill(rates, 0.1f);
            training.run(IntStream.range(0, 15).toArray(), 0, 15, 0, rates, totals);
            program.synchronize();
            return new Trained(program.parameters().memory().toArray(ValueLayout.JAVA_FLOAT), training.gradients().toArray(ValueLayout.JAVA_FLOAT),
                    totals.loss());
        }
    }

    @Test
    void aPenaltyAloneIsAParametersGradientInEveryStep() {
        assumeTrue(EmulatedCard.possible(), "g++ is not installed");
        try (Arena arena = Arena.ofShared()) {
            Samples samples = SmallSet.of(arena, 15, 69, -3);
            Trained cpu = train(new SmallAsideCpu(Initializers.initial(SmallAsideNetwork.DESCRIPTION, 5), new NetworkSettings(Engine.CPU, 5, 1)),
                    samples, 0, 0);
            Trained card = train(new SmallAsideCuda(Initializers.initial(SmallAsideNetwork.DESCRIPTION, 5), EmulatedCard.open()), samples, 0, 0);
            assertThat(card.gradients()).containsExactly(cpu.gradients(), within(1e-5f));
            assertThat(card.parameters()).containsExactly(cpu.parameters(), within(1e-5f));
            assertThat(card.loss()).isCloseTo(cpu.loss(), within(1e-5));
        }
    }

    private static Parameters parameters() {
        return Initializers.initial(SmallWideNetwork.DESCRIPTION, 5);
    }

    private static void clipped(double clipNorm, double globalClipNorm) {
        assumeTrue(EmulatedCard.possible(), "g++ is not installed");
        try (Arena arena = Arena.ofShared()) {
            Samples samples = SmallSet.of(arena, 15, 69, -3);
            Trained cpu = train(new SmallWideCpu(parameters(), new NetworkSettings(Engine.CPU, 5, 1)), samples, clipNorm, globalClipNorm);
            Trained card = train(new SmallWideCuda(parameters(), EmulatedCard.open()), samples, clipNorm, globalClipNorm);
            Trained again = train(new SmallWideCuda(parameters(), EmulatedCard.open()), samples, clipNorm, globalClipNorm);
            assertThat(card.parameters()).containsExactly(cpu.parameters(), within(1e-5f)).isEqualTo(again.parameters());
            assertThat(card.gradients()).containsExactly(cpu.gradients(), within(1e-5f)).isEqualTo(again.gradients());
            assertThat(card.loss()).isCloseTo(cpu.loss(), within(1e-5)).isEqualTo(again.loss());
            if (globalClipNorm > 0 && globalClipNorm < 1) {
                double squares = IntStream.range(0, card.gradients().length).mapToDouble(i -> (double) card.gradients()[i] * card.gradients()[i])
                        .sum();
                assertThat(Math.sqrt(squares)).isCloseTo(globalClipNorm, within(1e-6));
            }
        }
    }

    @Test
    void allGradientsTogetherAreShrunkToANorm() {
        clipped(0, 0.05);
    }

    @Test
    void eachParametersGradientIsShrunkToANorm() {
        clipped(0.03, 0);
    }

    @Test
    void aNormThatIsNotReachedChangesNothing() {
        clipped(0, 1000);
    }
}
