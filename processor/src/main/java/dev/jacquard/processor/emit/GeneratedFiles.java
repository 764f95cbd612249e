package dev.jacquard.processor.emit;

import java.io.IOException;

import javax.annotation.processing.Filer;
import javax.lang.model.element.TypeElement;

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
        TypeSpec originating = type.toBuilder().addOriginatingElement(definition).build();
        JavaFile.builder(packageName, originating).skipJavaLangImports(true).indent("    ").build().writeTo(filer);
    }
}
