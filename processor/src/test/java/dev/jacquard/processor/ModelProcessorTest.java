package dev.jacquard.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;

import dev.jacquard.processor.Compilation.Compiler;
import dev.jacquard.processor.Compilation.Said;
import dev.jacquard.processor.Compilation.Source;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelProcessorTest {
    private static final Source MODEL = Source.of("Mlp", """
            @Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY) interface Mlp {
                @Input({4}) Tensor x();
                @Dense(units = 8, activation = RELU) Tensor hidden();
                @Dense(units = 3, activation = SOFTMAX) Tensor y();
            }
            """);

    /** A source with markers in one place. */
    private static Source marked(Source source, String place, String marked) {
        return new Source(source.path(), source.text().replace(place, marked));
    }

    private static List<String> texts(Compilation compilation) {
        return compilation.ours().stream().map(Said::text).toList();
    }

    @ParameterizedTest
    @EnumSource
    void aValidModelCompilesWithItsNetwork(Compiler compiler) {
        Compilation compilation = Compilation.run(compiler, List.of(new ModelProcessor()), List.of(), MODEL,
                Source.of("Uses", "class Uses { String name = MlpNetwork.DESCRIPTION.name(); }"));
        assertThat(compilation.said()).noneMatch(said -> said.kind() == Diagnostic.Kind.ERROR);
        assertThat(compilation.success()).isTrue();
        assertThat(texts(compilation)).containsExactly(
                "Mlp: 3 layers, 67 parameters, 146 FLOPs a sample, 268 bytes of parameters, 48 bytes of values a sample [JQ801]");
    }

    @ParameterizedTest
    @EnumSource
    void oneBadDefinitionReportsAllItsMistakes(Compiler compiler) {
        Compilation compilation = Compilation.run(compiler, List.of(new ModelProcessor()), List.of(), Source.of("Bad", """
                @Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY) interface Bad {
                    @Input({28, 28}) Tensor image();
                    @Dense(units = 128, activation = RELU) Tensor hidden();
                    @Dropout(1.2) Tensor kept(Tensor hiden);
                    @Conv2D(filters = 0, kernel = {3, 3, 3}) Tensor conv(Tensor image);
                    @Dense(units = 10) Tensor digit(Tensor flat);
                    @Flatten Tensor flat(Tensor image);
                    @Output @Dense(units = 10) Tensor other(Tensor flat);
                }
                """));
        assertThat(compilation.ours().stream().map(Said::code)).containsExactly("JQ501", "JQ409", "JQ302", "JQ404", "JQ405", "JQ601");
        assertThat(compilation.success()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aFailureOfOursIsOneMessage(Compiler compiler) {
        Processor broken = new ModelProcessor((graph, classes, diagnostics, files) -> {
            throw new IllegalStateException("slot 3 is taken");
        });
        Source model = marked(MODEL, "interface Mlp", "/*!JQ901 javac*/ interface /*!JQ901 ecj*/ Mlp");
        Compilation compilation = Compilation.run(compiler, List.of(broken), List.of("-Ajacquard.notes=false"), model);
        assertThat(texts(compilation)).containsExactly(
                "Mlp: the processor failed here by a mistake of its own (java.lang.IllegalStateException: slot 3 is taken) — please report it"
                        + " together with the definition; -Ajacquard.trace=true shows where it failed [JQ901]");
        Expectation.standsAsMarked(compilation, compiler, model);
        assertThat(compilation.printed()).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @EnumSource
    void anOptionShowsWhereAFailureHappened(Compiler compiler) {
        Processor broken = new ModelProcessor((graph, classes, diagnostics, files) -> {
            throw new IllegalStateException("slot 3 is taken");
        });
        Compilation compilation = Compilation.run(compiler, List.of(broken), List.of("-Ajacquard.notes=false", "-Ajacquard.trace=true"), MODEL);
        assertThat(texts(compilation)).hasSize(1).first().asString().contains("slot 3 is taken", "\tat dev.jacquard.processor.ModelProcessorTest");
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedFileIsOneMessage(Compiler compiler) {
        Processor refused = new ModelProcessor((graph, classes, diagnostics, files) -> {
            throw new IOException("disk full");
        });
        Source model = marked(MODEL, "interface Mlp", "/*!JQ111 javac*/ interface /*!JQ111 ecj*/ Mlp");
        Compilation compilation = Compilation.run(compiler, List.of(refused), List.of("-Ajacquard.notes=false"), model);
        assertThat(texts(compilation)).containsExactly("Mlp: the compiler refused a generated file (disk full)"
                + " — see whether two definitions have the same name [JQ111]");
        Expectation.standsAsMarked(compilation, compiler, model);
    }

    @ParameterizedTest
    @EnumSource
    void aDefinitionWaitsForTypesOfOtherProcessors(Compiler compiler) {
        Processor other = new SourceWritingProcessor("sample.Generated", """
                package sample;
                import dev.jacquard.model.*;
                interface Generated {
                    int UNITS = 3;
                    @Block interface Part {
                        @Input Tensor in();
                        @Dense(units = UNITS) Tensor out();
                    }
                }
                """);
        Source waiting = Source.of("Waiting", """
                @Model(loss = MEAN_SQUARED_ERROR) interface Waiting {
                    @Input({4}) Tensor x();
                    Generated.Part part();
                    @Dense(units = Generated.UNITS) Tensor y();
                }
                """);
        Compilation compilation = Compilation.run(compiler, List.of(new ModelProcessor(), other), List.of(), waiting);
        assertThat(compilation.said()).noneMatch(said -> said.kind() == Diagnostic.Kind.ERROR);
        assertThat(texts(compilation)).containsExactly(
                "Waiting: 3 layers, 27 parameters, 48 FLOPs a sample, 108 bytes of parameters, 28 bytes of values a sample [JQ801]");
    }

    @ParameterizedTest
    @EnumSource
    void whatStaysUnknownIsSaid(Compiler compiler) {
        Source[] sources = {Source.of("A", """
                @Model interface A {
                    @Input({4}) Tensor x();
                    @Dense(units = 3) Tensr /*!JQ107*/ y();
                }
                """), Source.of("B", """
                @Model interface B {
                    @Input({4}) Tensor x();
                    Part /*!JQ107*/ y();
                }
                """), Source.of("C", """
                @Model interface C {
                    @Input({4}) Tensor x();
                    @Dense(/*!JQ107 ecj*/ units = Nowhere/*!JQ107 javac*/.UNITS) Tensor y();
                }
                """), Source.of("D", """
                @Model interface D {
                    @Input({4}) Tensor x();
                    @Dense(units = 3) Tensor y(Matrix /*!JQ107*/ x);
                }
                """)};
        Compilation compilation = Compilation.run(compiler, List.of(new ModelProcessor()), List.of("-proc:only"), sources);
        assertThat(texts(compilation)).contains(
                "A: no network could be made because type Tensr is not known to the compiler — did you mean Tensor? [JQ107]",
                "B: no network could be made because type Part is not known to the compiler — import Part, or add the library that has it [JQ107]",
                "D: no network could be made because type Matrix is not known to the compiler — import Matrix, or add the library that has it [JQ107]");
        Expectation.standsAsMarked(compilation, compiler, sources);
        assertThat(compilation.success()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void forgottenAttributesAreNoFailureOfOurs(Compiler compiler) {
        Compilation compilation = Compilation.run(compiler, List.of(new ModelProcessor()), List.of("-proc:only"), Source.of("A", """
                @Model interface A {
                    @Input({4}) Tensor x();
                    @Dense Tensor y();
                    @Dense(units = 3, kernelInitializer = @Initializer) Tensor z();
                    @Dense(units = "three") Tensor w();
                    @Densee(units = 3) Tensor v();
                }
                """));
        assertThat(compilation.ours()).extracting(Said::code).doesNotContain("JQ901");
        assertThat(compilation.said()).anyMatch(said -> said.kind() == Diagnostic.Kind.ERROR);
        assertThat(compilation.printed()).doesNotContain("\tat ");
    }

    @Test
    void worksBesideLombokInEitherOrder() throws ReflectiveOperationException {
        Source value = Source.of("Person", "@lombok.Value class Person { int age; }");
        Source uses = Source.of("Uses", "class Uses { int age = new Person(3).getAge(); String name = MlpNetwork.DESCRIPTION.name(); }");
        for (boolean lombokFirst : List.of(true, false)) {
            var constructor = Class.forName("lombok.launch.AnnotationProcessorHider$AnnotationProcessor").getDeclaredConstructor();
            constructor.setAccessible(true);
            Processor lombok = (Processor) constructor.newInstance();
            List<Processor> processors = lombokFirst ? List.of(lombok, new ModelProcessor()) : List.of(new ModelProcessor(), lombok);
            Compilation compilation = Compilation.run(Compiler.JAVAC, processors, List.of("-Ajacquard.notes=false"), MODEL, value, uses);
            assertThat(compilation.said()).as("Lombok first: %s", lombokFirst).noneMatch(said -> said.kind() == Diagnostic.Kind.ERROR);
            assertThat(compilation.success()).isTrue();
        }
    }

    /** Variables of Lombok's type val are no annotations: only a processor that asks for everything is called for them. */
    @Test
    void lombokBehindIsCalledWhereAllAnnotationsAreOurs() throws ReflectiveOperationException {
        var constructor = Class.forName("lombok.launch.AnnotationProcessorHider$AnnotationProcessor").getDeclaredConstructor();
        constructor.setAccessible(true);
        Source inferred = new Source("sample/Inferred.java", """
                package sample;
                import lombok.val;
                class Inferred {
                    static int three() {
                        val text = "abc";
                        return text.length();
                    }
                }
                """);
        Source overriding = new Source("sample/Overriding.java",
                "package sample; class Overriding { @Override public int hashCode() { return 1; } }");
        for (Source other : List.of(inferred, overriding)) {
            Processor lombok = (Processor) constructor.newInstance();
            Compilation compilation = Compilation.run(Compiler.JAVAC, List.of(new ModelProcessor(), lombok), List.of("-Ajacquard.notes=false"), MODEL,
                    inferred, other);
            assertThat(compilation.said()).as("beside %s", other.path()).noneMatch(said -> said.kind() == Diagnostic.Kind.ERROR);
        }
    }

    @Test
    void javacDoesNotWarnOfAnnotationsNobodyClaimed() {
        Source overriding = new Source("sample/Overriding.java",
                "package sample; class Overriding { @Override public int hashCode() { return 1; } }");
        Compilation compilation = Compilation.run(Compiler.JAVAC, List.of(new ModelProcessor()),
                List.of("-Xlint:all", "-Werror", "-Ajacquard.notes=false"), MODEL, PART, overriding);
        assertThat(compilation.said()).isEmpty();
        assertThat(compilation.success()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyFileHasTheDefinitionAsItsOnlyOrigin(Compiler compiler) {
        List<String> files = new ArrayList<>();
        Source second = Source.of("Second", """
                class Second {
                    @Model interface Net {
                        @Input({4}) Tensor x();
                        @Dense(units = 3) Tensor y();
                    }
                }
                """);
        Compilation compilation = Compilation.run(compiler, List.of(new FilerWatch(new ModelProcessor(), files)), List.of(), MODEL, second, PART);
        assertThat(compilation.success()).as("%s", compilation.said()).isTrue();
        assertThat(files).contains("sample.MlpNetwork from [sample.Mlp]", "sample.MlpCpu from [sample.Mlp]",
                "sample.Second_NetNetwork from [sample.Second.Net]", "sample.PartWiring from [sample.Part]")
                .allMatch(file -> file.matches("sample\\.[\\w.-]+ from \\[sample\\.[\\w.]+]"));
    }

    @Test
    void buildToolsFindTheProcessor() throws IOException {
        assertThat(resource("META-INF/gradle/incremental.annotation.processors")).isEqualTo(ModelProcessor.class.getName() + ",isolating");
        assertThat(resource("META-INF/services/javax.annotation.processing.Processor")).isEqualTo(ModelProcessor.class.getName());
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = ModelProcessor.class.getClassLoader().getResourceAsStream(name)) {
            assertThat(stream).as(name).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private static final Source PART = Source.of("Part", """
            @Block public interface Part {
                @Input Tensor in();
                @Dense(units = 4) Tensor hidden(Tensor in);
                @Add Tensor out(Tensor hidden, Tensor in);
            }
            """);
    private static final Source USER = Source.of("User", """
            @Model(loss = MEAN_SQUARED_ERROR) interface User {
                @Input({4}) Tensor x();
                Part part();
            }
            """);

    private static final String USERS_NOTE = "User: 3 layers, 20 parameters, 40 FLOPs a sample, 80 bytes of parameters, 48 bytes of values a sample [JQ801]";

    /** Compilers of the module that has the block and of the one that uses it. */
    private static List<Arguments> pairsOfCompilers() {
        List<Arguments> pairs = new ArrayList<>();
        for (Compiler first : Compiler.values()) {
            for (Compiler second : Compiler.values()) {
                pairs.add(Arguments.of(first, second));
            }
        }
        return pairs;
    }

    @ParameterizedTest
    @MethodSource("pairsOfCompilers")
    void aBlockFromAClassFileIsInlined(Compiler first, Compiler second, @TempDir Path library,
            @TempDir Path out) throws IOException {
        Compilation made = Compilation.run(first, List.of(new ModelProcessor()), List.of(), List.of(), library, PART);
        assertThat(made.success()).as("%s", made.said()).isTrue();
        Compilation compilation = Compilation.run(second, List.of(new ModelProcessor()), List.of(), List.of(library.resolve("classes")), out, USER);
        assertThat(texts(compilation)).containsExactly(USERS_NOTE);
        assertThat(compilation.success()).isTrue();
    }

    /** Names in the order of the alphabet would wire it otherwise: each value is made from the one before it. */
    @ParameterizedTest
    @MethodSource("pairsOfCompilers")
    void theOrderOfABlockInAClassFileIsThatOfItsSource(Compiler first, Compiler second,
            @TempDir Path library, @TempDir Path out)
            throws IOException {
        Source outer = Source.of("Outer", """
                public interface Outer {
                    @Block interface Inner {
                        @Input Tensor zero();
                        @Dense(units = 7) Tensor wide();
                        @Dense(units = 2) Tensor narrow();
                        @Dense(units = 5) Tensor middle();
                    }
                    @Block interface Twice {
                        @Input Tensor x();
                        Inner second();
                        Inner first(Tensor second);
                        @Concatenate @Output Tensor both(Tensor first, Tensor second);
                    }
                }
                """);
        Source user = Source.of("User", """
                @Model(loss = MEAN_SQUARED_ERROR) interface User {
                    @Input({4}) Tensor x();
                    Outer.Twice part();
                }
                """);
        List<String> together = texts(Compilation.run(second, List.of(new ModelProcessor()), List.of("-proc:only"), outer, user));
        Compilation.run(first, List.of(new ModelProcessor()), List.of(), List.of(), library, outer);
        Compilation compilation = Compilation.run(second, List.of(new ModelProcessor()), List.of("-proc:only"), List.of(library.resolve("classes")),
                out, user);
        assertThat(texts(compilation)).containsExactlyElementsOf(together).hasSize(1).first().asString().startsWith("User: 8 layers, 139 parameters");
    }

    @ParameterizedTest
    @EnumSource
    void aBlockCompiledWithoutTheProcessorIsRefused(Compiler compiler, @TempDir Path library, @TempDir Path out)
            throws IOException {
        Compilation.run(Compiler.JAVAC, List.of(), List.of("-proc:none"), List.of(), library, PART);
        Source user = marked(USER, "part()", "/*!JQ213*/ part()");
        Compilation compilation = Compilation.run(compiler, List.of(new ModelProcessor()), List.of("-proc:only"), List.of(library.resolve("classes")),
                out, user);
        assertThat(texts(compilation))
                .containsExactly("part: Part comes from a class file that does not hold the parameter names its wiring is made of"
                        + " — compile Part with this processor, which writes PartWiring beside it [JQ213]");
        Expectation.standsAsMarked(compilation, compiler, user);
    }

    @Test
    void withNamesOfParametersInTheClassFileJavacNeedsNoCompanion(@TempDir Path library, @TempDir Path out) throws IOException {
        Compilation.run(Compiler.JAVAC, List.of(), List.of("-proc:none", "-parameters"), List.of(), library, PART);
        Compilation compilation = Compilation.run(Compiler.JAVAC, List.of(new ModelProcessor()), List.of("-proc:only"),
                List.of(library.resolve("classes")), out, USER);
        assertThat(texts(compilation)).containsExactly(USERS_NOTE);
    }

    @ParameterizedTest
    @EnumSource
    void aCompanionOfAnotherBlockIsRefused(Compiler compiler, @TempDir Path library, @TempDir Path out)
            throws IOException {
        Source user = marked(USER, "part()", "/*!JQ218*/ part()");
        for (String wiring : List.of("in(); hidden(in)", "in(); hidden(in); out(hidden)", "in(); hidden(in); end(hidden, in)")) {
            Source companion = new Source("sample/PartWiring.java",
                    "package sample; final class PartWiring { static final String WIRING = \"" + wiring + "\"; }");
            Compilation.run(Compiler.JAVAC, List.of(), List.of("-proc:none"), List.of(), library, PART, companion);
            Compilation compilation = Compilation.run(compiler, List.of(new ModelProcessor()), List.of("-proc:only"),
                    List.of(library.resolve("classes")), out, user);
            assertThat(texts(compilation)).containsExactly("part: Part and its PartWiring, both from class files, do not have the same values"
                    + " — compile Part anew with this processor [JQ218]");
            Expectation.standsAsMarked(compilation, compiler, user);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrongInAClassFileIsSaidAtTheCall(Compiler compiler, @TempDir Path library, @TempDir Path out)
            throws IOException {
        Compilation.run(Compiler.JAVAC, List.of(new ModelProcessor()), List.of(), List.of(), library, Source.of("Part", """
                @Block public interface Part {
                    @Input Tensor in();
                    @Dense(units = 4) Tensor hidden();
                }
                """));
        Source user = Source.of("User", """
                @Model(loss = MEAN_SQUARED_ERROR) interface User {
                    @Input({4, 4}) Tensor x();
                    Part part();
                }
                """);
        Compilation compilation = Compilation.run(compiler, List.of(new ModelProcessor()), List.of("-proc:only"), List.of(library.resolve("classes")),
                out, user);
        assertThat(texts(compilation)).containsExactly("[Part.hidden] part.hidden: Dense expects (features) but x is (4, 4)"
                + " — put @Flatten before it, or declare @Input({16}) [JQ501]");
        assertThat(compilation.ours().getFirst().line()).isEqualTo(11);
    }
}
