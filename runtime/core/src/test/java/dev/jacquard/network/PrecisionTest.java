package dev.jacquard.network;

import static dev.jacquard.network.FloatFormat.BF16;
import static dev.jacquard.network.FloatFormat.FP32;
import static dev.jacquard.network.FloatFormat.TF32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What can be said about precision, and what it is when nothing is said. */
class PrecisionTest {
    @Test
    void nothingSaidIsTf32WithExactMasters() {
        assertThat(NetworkSpec.defaults().precision()).isEqualTo(new Precision(TF32, FP32));
        assertThat(new NetworkSettings(Engine.CPU, 1, 1).precision()).isEqualTo(Precision.DEFAULT);
    }

    @Test
    void aLambdaAndItsTwinSayTheSame() {
        NetworkSettings said = NetworkSpec.settings(n -> n.precision(p -> p.compute(BF16).master(FP32)));
        assertThat(said).isEqualTo(NetworkSpec.settings(n -> n.precision(new Precision(BF16, FP32))));
        assertThat(said.precision().compute()).isEqualTo(BF16);
    }

    @Test
    void mastersAreFp32() {
        assertThatThrownBy(() -> NetworkSpec.settings(n -> n.precision(p -> p.master(BF16)))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("master(BF16) is not possible").hasMessageContaining("say compute(BF16).master(FP32)");
    }
}
