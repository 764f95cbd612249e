package dev.jacquard.processor;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/** One run of a compiler with processors over sources in memory. */
final class Compilation {
    private static final List<Path> LIBRARIES = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.matches(".*(lombok|runtime|jspecify|slf4j).*")).map(Path::of).toList();

    private final List<Said> said = new ArrayList<>();
    private final StringWriter printed = new StringWriter();
    private boolean success;

    /** The two compilers the processor must work in. */
    enum Compiler {
        JAVAC, ECJ;

        private JavaCompiler tool() {
            return this == JAVAC ? ToolProvider.getSystemJavaCompiler() : new EclipseCompiler();
        }
    }

    /**
     * A message of the compiler or of a processor.
     *
     * @param line   from 1; 0 where it has no place
     * @param column from 1
     */
    record Said(Diagnostic.Kind kind, String text, String file, long line, long column) {
        /** Whether a processor of ours said it. */
        boolean isOurs() { return text.matches("(?s).*\\[JQ\\d{3}]"); }

        String code() {
            return text.substring(text.lastIndexOf('[') + 1, text.length() - 1);
        }

        /** Without the code. */
        String body() {
            return text.substring(0, text.lastIndexOf(" ["));
        }
    }

    private Compilation() {
    }

    /** Compiles in a directory that lasts as long as the run. */
    static Compilation run(Compiler compiler, List<Processor> processors, List<String> options, Source... sources) {
        try {
            Path directory = Files.createTempDirectory("jacquard");
            try {
                return run(compiler, processors, options, List.of(), directory, sources);
            } finally {
                try (Stream<Path> files = Files.walk(directory)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles into {@code classes} of a directory, with others before the test's own class path. ECJ reads sources from real files only. */
    static Compilation run(Compiler compiler, List<Processor> processors, List<String> options, List<Path> classPath, Path directory,
            Source... sources) throws IOException {
        Compilation compilation = new Compilation();
        JavaCompiler tool = compiler.tool();
        DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
        List<Path> paths = new ArrayList<>();
        for (Source source : sources) {
            Path path = directory.resolve("sources").resolve(source.path());
            Files.createDirectories(path.getParent());
            paths.add(Files.writeString(path, source.text()));
        }
        try (StandardJavaFileManager files = tool.getStandardFileManager(collector, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<Path> classes = List.of(Files.createDirectories(directory.resolve("classes")));
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, classes);
            // javac writes sources there anyway, ECJ would write them into the working directory
            files.setLocationFromPaths(StandardLocation.SOURCE_OUTPUT, classes);
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, Stream.concat(classPath.stream(), LIBRARIES.stream()).toList());
            List<String> all = new ArrayList<>(options);
            all.addAll(List.of("--release", "25"));
            JavaCompiler.CompilationTask task = tool.getTask(compilation.printed, files, collector, all, null,
                    files.getJavaFileObjectsFromPaths(paths));
            task.setProcessors(processors);
            compilation.success = task.call();
        }
        for (Diagnostic<? extends JavaFileObject> diagnostic : collector.getDiagnostics()) {
            compilation.said.add(said(diagnostic, sources));
        }
        return compilation;
    }

    private static Said said(Diagnostic<? extends JavaFileObject> diagnostic, Source... sources) {
        String text = diagnostic.getMessage(Locale.ROOT);
        JavaFileObject file = diagnostic.getSource();
        long position = diagnostic.getPosition();
        for (Source source : sources) {
            if (file != null && position >= 0 && file.getName().endsWith(source.path())) {
                return new Said(diagnostic.getKind(), text, source.path(), source.line(position), source.column(position));
            }
        }
        return new Said(diagnostic.getKind(), text, "", 0, 0);
    }

    /** Everything that was said, by the compiler as well. */
    List<Said> said() {
        return said;
    }

    /** What our processor said. */
    List<Said> ours() {
        return said.stream().filter(Said::isOurs).toList();
    }

    /** Text that the compiler printed beside its messages: stack traces, for example. */
    String printed() {
        return printed.toString();
    }

    boolean success() {
        return success;
    }

    /**
     * A source.
     *
     * @param path under the source folder
     */
    record Source(String path, String text) {
        /** A source of package {@code sample} that sees all words of a definition. */
        static Source of(String name, String body) {
            return new Source("sample/" + name + ".java", """
                    package sample;
                    import static dev.jacquard.model.Activation.*;
                    import static dev.jacquard.model.Initialization.*;
                    import static dev.jacquard.model.Loss.*;
                    import static dev.jacquard.model.Padding.*;
                    import static java.lang.Double.NaN;
                    import static java.lang.Double.POSITIVE_INFINITY;
                    import dev.jacquard.model.*;
                    """ + body);
        }

        long line(long position) {
            return 1 + text.substring(0, (int) position).chars().filter(c -> c == '\n').count();
        }

        long column(long position) {
            return position - text.lastIndexOf('\n', (int) position - 1);
        }
    }
}
