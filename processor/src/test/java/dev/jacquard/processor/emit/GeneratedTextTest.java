package dev.jacquard.processor.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

import dev.jacquard.processor.ModelProcessor;

import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The generated text, as a person would read it. {@code -Dgolden.update=true} writes the expected files anew; look at the difference before you
 * keep it.
 */
class GeneratedTextTest {
    private static final Path EXPECTED = Path.of("src/test/resources/golden");

    private static String definition(String name) throws IOException {
        return Files.readString(EXPECTED.resolve(name + ".java.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MnistMlp", "MnistCnn", "SmallGraph"})
    void isAsExpected(String name) throws IOException {
        Map<String, String> generated = generate(name, ToolProvider.getSystemJavaCompiler());
        check(generated, name + "Network", name + "Cpu");
    }

    @Test
    void theCompanionOfABlockIsAsExpected() throws IOException {
        Map<String, String> generated = generate("Residual", ToolProvider.getSystemJavaCompiler());
        assertThat(generated).containsOnlyKeys("ResidualWiring");
        check(generated, "ResidualWiring");
    }

    private static void check(Map<String, String> generated, String... types) throws IOException {
        assertThat(generated).containsKeys(types);
        for (String type : types) {
            Path expected = EXPECTED.resolve(type + ".java.txt");
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(expected, generated.get(type));
            }
            assertThat(generated.get(type)).as("%s; -Dgolden.update=true writes it anew", expected).isEqualTo(Files.readString(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MnistMlp", "MnistCnn", "SmallGraph", "Residual"})
    void isTheSameUnderEcj(String name)
            throws IOException {
        assertThat(generate(name, new EclipseCompiler())).isEqualTo(generate(name, ToolProvider.getSystemJavaCompiler()));
    }

    /** The sources generated for a definition, by the type's simple name; fails on any error or warning. */
    private static Map<String, String> generate(String name, JavaCompiler compiler) throws IOException {
        Path directory = Files.createTempDirectory("golden");
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> sources = new TreeMap<>();
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8);
                Sources files = new Sources(standard, sources)) {
            Path source = Files.writeString(Files.createDirectories(directory.resolve("sample")).resolve(name + ".java"), definition(name));
            standard.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(Files.createDirectories(directory.resolve("classes"))));
            standard.setLocationFromPaths(StandardLocation.SOURCE_OUTPUT, List.of(Files.createDirectories(directory.resolve("generated"))));
            List<String> options = compiler instanceof EclipseCompiler
                    ? List.of("--release", "25",
                            "-warn:+unused,unchecked,raw,deprecation,fieldHiding,hiding,static-access,unnecessaryElse,semicolon,emptyBlock,uselessTypeCheck",
                            "-Ajacquard.notes=false")
                    : List.of("--release", "25", "-Xlint:all,-processing", "-Ajacquard.notes=false");
            StringWriter printed = new StringWriter();
            JavaCompiler.CompilationTask task = compiler.getTask(printed, files, said, options, null, standard.getJavaFileObjects(source));
            task.setProcessors(List.of(new ModelProcessor()));
            boolean success = task.call();
            assertThat(said.getDiagnostics().stream().filter(d -> d.getKind() != Diagnostic.Kind.NOTE && d.getKind() != Diagnostic.Kind.OTHER)
                    .map(d -> d.getMessage(Locale.ROOT))).as("said about %s", name).isEmpty();
            assertThat(success).as("%s", printed).isTrue();
        } finally {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Map<String, String> texts = new TreeMap<>();
        sources.forEach((type, bytes) -> texts.put(type, bytes.toString(StandardCharsets.UTF_8)));
        return texts;
    }

    /** Keeps a copy of the sources that are written. */
    private static final class Sources extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> sources;

        Sources(StandardJavaFileManager standard, Map<String, ByteArrayOutputStream> sources) {
            super(standard);
            this.sources = sources;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(JavaFileManager.Location location, String name, JavaFileObject.Kind kind,
                FileObject sibling)
                throws IOException {
            if (kind != JavaFileObject.Kind.SOURCE) {
                return super.getJavaFileForOutput(location, name, kind, sibling);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            sources.put(name.substring(name.lastIndexOf('.') + 1), bytes);
            return new SimpleJavaFileObject(URI.create("memory:///" + name.replace('.', '/') + ".java"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }

                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return bytes.toString(StandardCharsets.UTF_8);
                }
            };
        }
    }
}
