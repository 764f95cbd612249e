package dev.jacquard.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.Diagnostic;

import dev.jacquard.processor.Compilation.Compiler;
import dev.jacquard.processor.Compilation.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values and definitions may have any name: what is generated steps aside. */
class GeneratedNamesTest {
    private static final Pattern IMPORTED = Pattern.compile("(?m)^import (?:static )?[\\w.]+\\.(\\w+);$");

    @TempDir private Path directory;

    private String generated(String file) throws IOException {
        return Files.readString(directory.resolve("classes/sample").resolve(file));
    }

    private void compiles(Compiler compiler, Source... sources) throws IOException {
        Compilation compilation = Compilation.run(compiler, List.of(new ModelProcessor()), List.of("-Ajacquard.notes=false"), List.of(), directory,
                sources);
        assertThat(compilation.said()).as("under %s", compiler).noneMatch(said -> said.kind() == Diagnostic.Kind.ERROR);
        assertThat(compilation.success()).isTrue();
    }

    /** A model that needs every kind of operation, and so long that its lists are shared out among methods. */
    private static Source model(String name, List<String> values) {
        String dense = values.stream().map("    @Dense(units = 2, activation = RELU) Tensor %s();\n"::formatted).collect(Collectors.joining());
        return Source.of(name, """
                @Model(loss = MEAN_SQUARED_ERROR) interface %s {
                    @Input({4, 4, 1}) Tensor image();
                    @Conv2D(filters = 2, kernel = 3, padding = SAME, activation = RELU) Tensor edges();
                    @BatchNorm Tensor norm();
                    @MaxPooling2D Tensor pool();
                    @Flatten Tensor flat();
                %s    @Dense(units = 2) @Output Tensor first();
                    @Dense(units = 2) @Output Tensor second();
                }
                """.formatted(name, dense));
    }

    /** The simple names of all types that generated classes mention. */
    private Set<String> types() throws IOException {
        List<String> many = Stream.iterate(0, i -> i + 1).limit(220).map(i -> "value" + i).toList();
        Compilation.run(Compiler.JAVAC, List.of(new ModelProcessor()), List.of("-proc:only"), List.of(), directory, model("Plain", many));
        Set<String> types = new TreeSet<>(List.of("Override", "String", "IllegalStateException", "IndexOutOfBoundsException"));
        for (String kind : List.of("Network", "Cpu", "Cuda")) {
            Matcher imported = IMPORTED.matcher(generated("Plain" + kind + ".java"));
            while (imported.find()) {
                types.add(imported.group(1));
            }
        }
        assertThat(types).contains("MemorySegment", "MemoryPlan", "Formula", "Region", "Task", "Conv2DShape", "Pool2DShape", "Stream", "List");
        return types;
    }

    @ParameterizedTest
    @EnumSource
    void valuesMayBeCalledLikeTypesAndPackages(Compiler compiler) throws IOException {
        Set<String> names = types();
        names.addAll(List.of("dev", "java", "javax", "sample", "yield", "record", "var", "kernels", "workers", "rows", "from", "to", "step", "bind",
                "named", "samples1", "batch1", "layers1", "trainingPlan", "edgesKernel", "EDGES", "relu", "RELU"));
        compiles(compiler, model("Odd", List.copyOf(names)));
        String block = "@Block interface Odd {\n    @Input Tensor in();\n" + names.stream().map("    @Dense(units = 2) Tensor %s();\n"::formatted)
                .collect(Collectors.joining()) + "}\n";
        compiles(compiler, Source.of("Uses", "@Model(loss = MEAN_SQUARED_ERROR) interface Uses {\n" + block
                + "    @Input(2) Tensor x();\n    Odd Formula();\n    Odd dev();\n}\n"));
    }

    @ParameterizedTest
    @EnumSource
    void definitionsMayBeCalledLikeTypes(Compiler compiler) throws IOException {
        Set<String> names = types();
        // Who calls a type of a package like one of the language has it hidden there, generated or not.
        names.removeAll(List.of("Override", "String", "IllegalStateException", "IndexOutOfBoundsException"));
        compiles(compiler, names.stream().map(name -> model(name, List.of("dev", "java", "javax", name))).toArray(Source[]::new));
    }

    @Test
    void kernelsDoNotMeetThoseThatAddUpParts() throws IOException {
        compiles(Compiler.JAVAC, Source.of("Sums", """
                @Model(loss = MEAN_SQUARED_ERROR) interface Sums {
                    @Input(4) Tensor x();
                    @Dense(units = 4) Tensor hidden();
                    @Dense(units = 5) Tensor hiddenSum();
                    @Dense(units = 6) Tensor hidden_sum();
                }
                """));
        List<String> kernels = Pattern.compile("KERNEL (\\w+)\\(").matcher(generated("Sums.cu")).results().map(match -> match.group(1)).toList();
        assertThat(kernels).contains("make_hidden", "make_hidden_sum", "make_hidden_sum_2", "make_hidden_sum_2_sum").doesNotHaveDuplicates();
    }
}
