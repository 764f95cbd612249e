package dev.jacquard.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

import dev.jacquard.JacquardException;
import dev.jacquard.network.Engine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What AUTO means on machines with and without a card. */
class CudaEngineTest {
    private static final Runnable COMPILER = () -> {
    };
    private final String before = System.getProperty(CudaEngine.PROPERTY, "auto");
    private final PrintStream error = System.err;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(error);
        System.setProperty(CudaEngine.PROPERTY, before);
    }

    @Test
    void cardWithCompilerIsTakenAndNamed() {
        assertThat(CudaEngine.look(card(90), COMPILER)).isEqualTo(Engine.CUDA);
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("engine(AUTO) runs on NVIDIA Test");
    }

    @Test
    void oldCardIsLeftAloneWithItsReason() {
        assertThat(CudaEngine.look(card(61), COMPILER)).isEqualTo(Engine.CPU);
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines(
                "engine(AUTO) runs on the CPU, without NVIDIA Test: compute capability 7.5 is needed, it has 6.1");
    }

    @Test
    void cardWithoutCompilerIsLeftAloneWithItsReason() {
        Engine chosen = CudaEngine.look(card(90), () -> {
            throw new CudaException("NVRTC was not found");
        });
        assertThat(chosen).isEqualTo(Engine.CPU);
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines(
                "engine(AUTO) runs on the CPU, without NVIDIA Test: NVRTC was not found");
    }

    @Test
    void forbiddenNativeAccessMeansTheCpu() {
        Engine chosen = CudaEngine.look(() -> {
            throw new IllegalCallerException("Illegal native access from an unnamed module");
        }, COMPILER);
        assertThat(chosen).isEqualTo(Engine.CPU);
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines(
                "engine(AUTO) runs on the CPU, without a card: Illegal native access from an unnamed module");
    }

    @Test
    void driverWithoutCardsIsLeftAloneWithItsReason() {
        assertThat(CudaEngine.look(() -> new Devices("amd64", List.of(), "the driver knows no card"), COMPILER)).isEqualTo(Engine.CPU);
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines(
                "engine(AUTO) runs on the CPU, without a card: the driver knows no card");
    }

    @Test
    void propertySaysWhatAutoMeansAndOnlyThat() {
        System.setProperty(CudaEngine.PROPERTY, "cuda");
        assertThat(CudaEngine.chosen(Engine.AUTO)).isEqualTo(Engine.CUDA);
        assertThat(CudaEngine.chosen(Engine.CPU)).isEqualTo(Engine.CPU);
        System.setProperty(CudaEngine.PROPERTY, "cpu");
        assertThat(CudaEngine.chosen(Engine.AUTO)).isEqualTo(Engine.CPU);
        assertThat(CudaEngine.chosen(Engine.DL4J)).isEqualTo(Engine.DL4J);
        System.setProperty(CudaEngine.PROPERTY, "tpu");
        assertThatThrownBy(() -> CudaEngine.chosen(Engine.AUTO)).isInstanceOf(JacquardException.class).hasMessage(
                "-Djacquard.engine=tpu: the values are auto, cpu and cuda");
    }

    private static Supplier<Devices> card(int capability) {
        return () -> new Devices("amd64", List.of(new Device(0, "NVIDIA Test", 1L << 34, capability, 100, 200_000)), "");
    }
}
