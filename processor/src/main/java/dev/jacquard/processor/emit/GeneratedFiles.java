package dev.jacquard.processor.emit;

import java.io.IOException;
import java.io.Writer;

import javax.annotation.processing.Filer;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;

/** The one place that writes files. Each has exactly one originating element, the definition, so that builds can be incremental. */
public final class GeneratedFiles {
    private final Filer filer;

    /** Writes through the compiler's filer. */
    public GeneratedFiles(Filer filer) {
        this.filer = filer;
    }

    /**
     * Writes a class.
     *
     * @throws IOException when the compiler refuses it
     */
    public void write(TypeElement definition, String packageName, TypeSpec type) throws IOException {
        String text = JavaFile.builder(packageName, type).skipJavaLangImports(true).indent("    ").build().toString();
        String name = packageName.isEmpty() ? type.name() : packageName + "." + type.name();
        try (Writer writer = filer.createSourceFile(name, definition).openWriter()) {
            writer.write(tidy(text));
        }
    }

    /**
     * Writes a text that lies beside the classes.
     *
     * @throws IOException when the compiler refuses it
     */
    public void writeText(TypeElement definition, String packageName, String name, String text) throws IOException {
        try (Writer writer = filer.createResource(StandardLocation.CLASS_OUTPUT, packageName, name, definition).openWriter()) {
            writer.write(text);
        }
    }

    /** As a person would set it: short comments on one line, and fields without comments one below the other. */
    static String tidy(String text) {
        String comments = text.replaceAll("/\\*\\*\\n +\\* ([^\\n]*)\\n +\\*/", "/** $1 */");
        return comments.replaceAll("(?m)^(    private [^(){}\\n]*;)\\n\\n(?=    private [^(){}\\n]*;$)", "$1\n")
                .replaceAll("(?m)^(    private [^{}\\n]*;)\\n\\n(?=    (/\\*\\* [^\\n]* \\*/\\n    )?private [^{}\\n]*;$)", "$1\n");
    }
}
