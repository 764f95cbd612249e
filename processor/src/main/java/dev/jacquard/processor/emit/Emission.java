package dev.jacquard.processor.emit;

import java.io.IOException;
import java.util.List;

import dev.jacquard.processor.emit.api.NetworkEmitter;
import dev.jacquard.processor.emit.cpu.CpuEmitter;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.pass.Compilation;

import com.palantir.javapoet.TypeSpec;

/** Everything that is generated for one model. */
public final class Emission {
    private Emission() {
    }

    /**
     * Compiles a valid model and writes its files.
     *
     * @throws IOException when the compiler refuses a file
     */
    public static void emit(LayerGraph layers, GeneratedFiles files) throws IOException {
        Compilation model = Compilation.of(layers);
        List<Long> bytes = CpuEmitter.bytesPerSample(model);
        TypeSpec cpu = CpuEmitter.emit(model);
        TypeSpec network = NetworkEmitter.emit(model, CpuEmitter.className(model), bytes.get(0), bytes.get(1));
        files.write(layers.definition(), layers.packageName(), cpu);
        files.write(layers.definition(), layers.packageName(), network);
    }
}
