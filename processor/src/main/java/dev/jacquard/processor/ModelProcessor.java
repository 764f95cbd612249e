package dev.jacquard.processor;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;

import dev.jacquard.processor.emit.Emission;
import dev.jacquard.processor.emit.GeneratedFiles;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.pass.InferShapes;
import dev.jacquard.processor.read.Annotations;
import dev.jacquard.processor.read.ModelReader;
import dev.jacquard.processor.read.ModelSpec;
import dev.jacquard.processor.read.Unresolved;
import dev.jacquard.processor.report.Anchor;
import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

/**
 * The annotation processor: turns every definition annotated with {@code @Model} into a network. A definition that mentions types which another
 * processor is still to generate waits for them.
 */
public final class ModelProcessor extends AbstractProcessor {
    private static final String ISSUES = "https://github.com/jacquard-dev/jacquard/issues";

    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<String> compiled = new HashSet<>();
    private final Set<String> said = new HashSet<>();

    /** For the compiler, by the service loader. */
    public ModelProcessor() {
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() { return Annotations.names(); }

    @Override
    public Set<String> getSupportedOptions() { return Set.of(Options.NOTES, Options.TRACE); }

    @Override
    public SourceVersion getSupportedSourceVersion() { return SourceVersion.latest(); }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        round.getRootElements().forEach(root -> compiled.add(root.toString()));
        Set<String> names = new LinkedHashSet<>(waiting);
        waiting.clear();
        for (Element element : Annotations.definitions(round, processingEnv.getElementUtils())) {
            names.add(((TypeElement) element).getQualifiedName().toString());
        }
        for (String name : names) {
            TypeElement type = processingEnv.getElementUtils().getTypeElement(name);
            if (type != null) {
                process(type, round.processingOver());
            }
        }
        return false;
    }

    private void process(TypeElement type, boolean last) {
        Diagnostics diagnostics = new Diagnostics(type, this::isCompiled);
        try {
            Unresolved unresolved = Unresolved.find(type);
            if (unresolved != null && !last) {
                waiting.add(type.getQualifiedName().toString());
                return;
            }
            if (unresolved != null) {
                diagnostics.report(Message.UNRESOLVED, unresolved.anchor(), type.getSimpleName(), unresolved.what(), unresolved.remedy());
            } else {
                compile(type, diagnostics);
            }
        } catch (RuntimeException | StackOverflowError failure) {
            diagnostics.report(Message.INTERNAL, Anchor.of(type), type.getSimpleName(), failure(failure), ISSUES);
        }
        diagnostics.print(processingEnv.getMessager(), said);
    }

    private void compile(TypeElement type, Diagnostics diagnostics) {
        ModelReader reader = new ModelReader(processingEnv.getElementUtils());
        ModelSpec model = reader.read(type, diagnostics);
        LayerGraph graph = model == null ? null : InferShapes.infer(model, diagnostics);
        if (graph != null) {
            try {
                Emission.emit(graph, new GeneratedFiles(processingEnv.getFiler()));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private boolean isCompiled(Element element) {
        Element outermost = element;
        while (outermost.getEnclosingElement() != null && !(outermost.getEnclosingElement() instanceof PackageElement)) {
            outermost = outermost.getEnclosingElement();
        }
        return compiled.contains(outermost.toString());
    }

    private String failure(Throwable failure) {
        if (!Options.of(processingEnv.getOptions()).trace()) {
            return failure.toString();
        }
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
