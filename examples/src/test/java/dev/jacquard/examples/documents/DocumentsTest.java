package dev.jacquard.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages show compiles with the processor, and what they show as mistakes is refused with the words they show. */
class DocumentsTest {
    @TempDir Path classes;

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String packageName, String type, String text) {
            super(URI.create("page:///" + packageName + "/" + type + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"README.md", "docs/definition.md", "docs/training.md", "docs/architecture.md"}) void theCodeOfAPageCompiles(String path)
                    throws IOException {
        Page page = Page.read(path);
        List<JavaFileObject> sources = new ArrayList<>();
        for (Page.Block block : page.blocks()) {
            if (block.isJava() && !block.wrong() && !block.isImports()) {
                sources.add(source(page, block));
            }
        }
        if (!sources.isEmpty()) {
            assertThat(compile(sources, "-Xlint:all,-processing,-exports")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/definition.md"})
    void theMistakesOfAPageAreRefusedInItsWords(String path) throws IOException {
        Page page = Page.read(path);
        int mistakes = 0;
        for (int i = 0; i < page.blocks().size(); i++) {
            Page.Block block = page.blocks().get(i);
            if (block.wrong()) {
                mistakes++;
                List<String> said = compile(List.of(source(page, block)), "-Xlint:none");
                List<String> shown = page.blocks().get(i + 1).text().lines().toList();
                assertThat(shown).as("messages in line %s of %s", page.blocks().get(i + 1).line(), path).isNotEmpty();
                for (String message : shown) {
                    assertThat(said).as("what the compiler says about line %s of %s", block.line(), path)
                            .anySatisfy(s -> assertThat(s).contains(message));
                }
                assertThat(said).as("nothing else is said").hasSameSizeAs(shown);
            }
        }
        assertThat(mistakes).isPositive();
    }

    /** A block as a file: types as they are, methods in a type, statements in a method. */
    private static Source source(Page page, Page.Block block) {
        String packageName = page.name();
        String type = "Line" + block.line();
        String imports = page.imports().isEmpty() ? Page.read("docs/training.md").imports() : page.imports();
        String head = "package " + packageName + ";\n" + imports;
        if (block.isTypes()) {
            return new Source(packageName, type, head + block.text());
        }
        String body = block.isMethods() ? block.text() : "static void run() throws Exception {\n" + block.text() + "}\n";
        return new Source(packageName, type, head + "class " + type + " {\n" + page.given() + body + "}\n");
    }

    /** Errors and warnings, with page lines as file names. */
    private List<String> compile(List<? extends JavaFileObject> sources, String lint) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
            javac.getTask(null, files, said, List.of("--release", "25", lint, "-Xlint:-path", "-Ajacquard.notes=false", "-processor",
                    "dev.jacquard.processor.ModelProcessor"), null, sources).call();
        }
        return said.getDiagnostics().stream().filter(d -> d.getKind() != Diagnostic.Kind.NOTE)
                .map(d -> (d.getSource() == null ? "" : d.getSource().getName() + ":" + d.getLineNumber() + ": ") + d.getMessage(Locale.ROOT))
                .toList();
    }
}
