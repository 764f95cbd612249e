package dev.jacquard.processor.parity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.NetworkSpec;
import dev.jacquard.processor.ModelProcessor;

/** Definitions that javac compiled with the processor, all in one run and without a file, ready to be made networks of. */
final class InMemory extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();

    private InMemory() {
        super(InMemory.class.getClassLoader());
    }

    /**
     * Compiles definitions of package {@code parity}.
     *
     * @param sources by the simple name
     * @throws IllegalStateException with every error
     */
    static InMemory compile(Map<String, String> sources) {
        InMemory loader = new InMemory();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager standard = javac.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8);
                Files files = new Files(standard, loader.classes)) {
            List<JavaFileObject> units = new ArrayList<>();
            sources.forEach((name, text) -> units.add(new Text(name, text)));
            List<String> options = List.of("--release", "25", "-Ajacquard.notes=false", "-nowarn");
            JavaCompiler.CompilationTask task = javac.getTask(null, files, said, options, null, units);
            task.setProcessors(List.of(new ModelProcessor()));
            if (!task.call()) {
                throw new IllegalStateException(said.getDiagnostics().stream().filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                        .map(d -> d.getMessage(Locale.ROOT)).toList().toString());
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
        return loader;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        ByteArrayOutputStream bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }

    /** A network of a definition. */
    Network network(String definition, int threads) {
        NetworkSettings settings = NetworkSpec.settings(n -> n.threads(threads));
        try {
            return (Network) loadClass("parity." + definition + "Network").getMethod("create", NetworkSettings.class).invoke(null, settings);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(definition, failure);
        }
    }

    /** A source. */
    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String name, String text) {
            super(URI.create("memory:///parity/" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** What the compiler writes: sources that it reads again, and classes. */
    private static final class Written extends SimpleJavaFileObject {
        private final ByteArrayOutputStream bytes;

        Written(String name, Kind kind, ByteArrayOutputStream bytes) {
            super(URI.create("memory:///" + name.replace('.', '/') + kind.extension), kind);
            this.bytes = bytes;
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    /** Keeps what is written. */
    private static final class Files extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        Files(StandardJavaFileManager standard, Map<String, ByteArrayOutputStream> classes) {
            super(standard);
            this.classes = classes;
        }

        /** Resources are written to nowhere: they would land in the working directory. */
        @Override
        public FileObject getFileForOutput(JavaFileManager.Location location, String packageName, String relativeName, FileObject sibling) {
            return new Written(packageName + "." + relativeName, JavaFileObject.Kind.OTHER, new ByteArrayOutputStream());
        }

        @Override
        public JavaFileObject getJavaFileForOutput(JavaFileManager.Location location, String name, JavaFileObject.Kind kind,
                FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            if (kind == JavaFileObject.Kind.CLASS) {
                classes.put(name, bytes);
            }
            return new Written(name, kind, bytes);
        }
    }
}
