package dev.jacquard.processor.emit.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;

import dev.jacquard.processor.LayerGraphs;
import dev.jacquard.processor.pass.Compilation;

import com.palantir.javapoet.FieldSpec;
import org.junit.jupiter.api.Test;

class FormulasTest {
    private static List<String> constants(String layers) {
        var graph = LayerGraphs.of("@Model(loss = MEAN_SQUARED_ERROR) interface M {\n    @Input(4) Tensor x();\n" + layers + "}\n").get("M");
        return CpuEmitter.emit(Compilation.of(Objects.requireNonNull(graph))).type().fieldSpecs().stream()
                .filter(field -> field.type().toString().endsWith(".Formula")).map(FieldSpec::name).toList();
    }

    @Test
    void aFormulaOfOneValueIsNamedAfterIt() {
        assertThat(constants("""
                    @Dense(units = 3, activation = RELU) Tensor hidden();
                    @Dense(units = 2) Tensor y();
                """)).containsExactly("HIDDEN_ACTIVATION", "HIDDEN_PREACTIVATION_GRADIENT_FORMULA");
    }

    @Test
    void aFormulaOfSeveralValuesIsNamedAfterWhatItComputes() {
        assertThat(constants("""
                    @Dense(units = 3, activation = RELU) Tensor a();
                    @Dense(units = 3, activation = RELU) Tensor b();
                    @Dense(units = 3, activation = SIGMOID) Tensor c();
                    @Dense(units = 3, activation = SIGMOID) Tensor d();
                    @Dense(units = 3, activation = TANH) Tensor e();
                    @Dense(units = 3, activation = TANH) Tensor f();
                    @Dense(units = 3, activation = LEAKY_RELU) Tensor g();
                    @Dense(units = 3, activation = LEAKY_RELU) Tensor h();
                    @Dense(units = 3) Tensor i();
                    @Add Tensor sum(Tensor i, Tensor x3);
                    @Dense(units = 3) Tensor x3(Tensor x);
                    @Dense(units = 3) Tensor j(Tensor sum);
                    @Add Tensor again(Tensor j, Tensor x3);
                    @Dense(units = 2) Tensor y(Tensor again);
                """)).containsExactlyInAnyOrder("RELU", "SIGMOID", "TANH", "LEAKY_RELU", "RELU_GRADIENT", "SIGMOID_GRADIENT", "TANH_GRADIENT",
                "LEAKY_RELU_GRADIENT", "SUM");
    }

    @Test
    void whatHasNoUsualNameIsNamedAfterTheFirstUser() {
        assertThat(constants("""
                    @Dense(units = 3, activation = RELU) Tensor a();
                    @Dropout(0.5) Tensor keptA();
                    @Dense(units = 3, activation = RELU) Tensor b();
                    @Dropout(0.5) Tensor keptB();
                    @Dense(units = 2) Tensor y();
                """)).containsExactly("RELU", "KEPT_A_FORMULA", "B_PREACTIVATION_GRADIENT_FORMULA");
    }
}
