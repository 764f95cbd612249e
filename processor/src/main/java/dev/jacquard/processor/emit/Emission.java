package dev.jacquard.processor.emit;

import java.io.IOException;
import java.util.Map;

import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

import dev.jacquard.processor.emit.api.NetworkEmitter;
import dev.jacquard.processor.emit.api.Programs;
import dev.jacquard.processor.emit.api.WiringEmitter;
import dev.jacquard.processor.emit.cpu.CpuEmitter;
import dev.jacquard.processor.emit.cuda.CudaEmitter;
import dev.jacquard.processor.emit.dl4j.Dl4jEmitter;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.pass.Compilation;
import dev.jacquard.processor.report.Diagnostics;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeSpec;

/** Everything that is generated for one model. */
public final class Emission {
    private static final ClassName EXCEPTION = ClassName.get("dev.jacquard", "JacquardException");

    private Emission() {
    }

    /**
     * Compiles a valid model and writes its files.
     *
     * @param classes     what is on the class path of the compilation decides which engines are generated
     * @param diagnostics receives a note where an engine lacks a layer
     * @throws IOException when the compiler refuses a file
     */
    public static void emit(LayerGraph layers, Elements classes, Diagnostics diagnostics, GeneratedFiles files) throws IOException {
        Compilation model = Compilation.of(layers);
        CpuEmitter.Program cpu = CpuEmitter.emit(model);
        CudaEmitter.Program cuda = CudaEmitter.emit(model);
        Dl4jEmitter.Result dl4j = Dl4jEmitter.emit(model, classes, diagnostics);
        Programs programs = new Programs(CodeBlock.of("new $L(parameters, settings)", CpuEmitter.className(model)),
                CodeBlock.of("new $L(parameters, settings)", CudaEmitter.className(model)),
                dl4j.type() == null ? refusal(dl4j.refusal()) : CodeBlock.of("$L.program(parameters, settings)", dl4j.type().name()));
        TypeSpec network = NetworkEmitter.emit(model, programs, cpu.trainingBytes(), cpu.inferenceBytes());
        files.write(layers.definition(), layers.packageName(), cpu.type());
        files.write(layers.definition(), layers.packageName(), cuda.type());
        for (Map.Entry<String, String> text : cuda.texts().entrySet()) {
            files.writeText(layers.definition(), layers.packageName(), text.getKey(), text.getValue());
        }
        if (dl4j.type() != null) {
            files.write(layers.definition(), layers.packageName(), dl4j.type());
        }
        files.write(layers.definition(), layers.packageName(), network);
    }

    /**
     * Writes the companion of a valid block.
     *
     * @param packageName of the block
     * @param name        the companion's simple name
     * @param constant    the name of its constant
     * @param wiring      the constant's value
     * @throws IOException when the compiler refuses the file
     */
    public static void emitWiring(TypeElement block, String packageName, String name, String constant, String wiring, GeneratedFiles files)
            throws IOException {
        files.write(block, packageName, WiringEmitter.emit(block, name, constant, wiring));
    }

    private static CodeBlock refusal(String text) {
        return CodeBlock.of("throw new $T($S)", EXCEPTION, text);
    }
}
