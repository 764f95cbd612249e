package dev.jacquard.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.cuda.CudaException;
import dev.jacquard.cuda.LibrarySearch;
import dev.jacquard.cuda.Nvrtc;
import dev.jacquard.cuda.kernel.KernelText;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** NVIDIA's run-time compiler through our binding. It needs no card. */
class RunTimeCompilerTest {
    private static Nvrtc compiler;

    @BeforeAll
    static void compilerIsThere() {
        try {
            compiler = Nvrtc.load(LibrarySearch.ofThisMachine());
        } catch (CudaException e) {
            System.out.println("SKIPPED: nothing is compiled through NVRTC: " + e.getMessage());
            abort("NVRTC is not installed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyTextBecomesMachineCode(Target target) {
        List<Target.Text> texts = new ArrayList<>(target.operations());
        texts.addAll(target.persistentKernels());
        for (Target.Text text : texts) {
            String code = new String(compile(target.architecture(), text), StandardCharsets.ISO_8859_1);
            assertThat(code).as(text.name()).startsWith("\u007fELF").containsPattern("make_\\w+|update_parameters|train");
        }
    }

    @Test
    void aMistakeIsShownInItsLine() {
        Target.Text wrong = new Target.Text("wrong", "extern \"C\" __global__ void kernel(float* x) {\n  x[0] = missing;\n}\n", List.of());
        assertThatThrownBy(() -> compile("sm_90", wrong)).isInstanceOf(CudaException.class)
                .hasMessageContaining("kernels of wrong do not compile with"
                        + " --gpu-architecture=sm_90")
                .hasMessageContaining("> 2:   x[0] = missing;");
    }

    private static byte[] compile(String architecture, Target.Text text) {
        List<String> options = new ArrayList<>(KernelText.options(architecture));
        text.definitions().forEach(definition -> options.add("-D" + definition));
        return compiler.compile(text.name(), text.whole(), options);
    }
}
