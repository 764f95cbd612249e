package dev.jacquard.processor;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Generated;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

import dev.jacquard.processor.emit.Emission;
import dev.jacquard.processor.emit.GeneratedFiles;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.pass.CheckBudget;
import dev.jacquard.processor.pass.InferShapes;
import dev.jacquard.processor.read.Annotations;
import dev.jacquard.processor.read.BlockWiring;
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
    /** Of those that javac never warns of, the ones that programs have. */
    private static final List<String> LANGUAGE = List.of("java.lang.Override", "java.lang.SuppressWarnings", "java.lang.Deprecated",
            "java.lang.FunctionalInterface", "java.lang.SafeVarargs");

    private final Stage emission;
    /** Qualified names of definitions that wait for another processor: elements do not survive a round. */
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<String> compiled = new HashSet<>();
    private final Set<String> said = new HashSet<>();

    /** For the compiler, by the service loader. */
    public ModelProcessor() {
        this(Emission::emit);
    }

    /** With another last stage. */
    ModelProcessor(Stage emission) {
        this.emission = emission;
    }

    /** What becomes of a valid model. */
    interface Stage {
        void emit(LayerGraph graph, Elements classes, Diagnostics diagnostics, GeneratedFiles files) throws IOException;
    }

    private interface Writing {
        void write(GeneratedFiles files) throws IOException;
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        Set<String> names = new LinkedHashSet<>(Annotations.names());
        // It stands on our own files, and javac warns of it too.
        names.add(Generated.class.getName());
        return names;
    }

    @Override
    public Set<String> getSupportedOptions() { return Set.of(Options.NOTES, Options.TRACE); }

    @Override
    public SourceVersion getSupportedSourceVersion() { return SourceVersion.latest(); }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (Element root : round.getRootElements()) {
            if (root instanceof TypeElement type) {
                compiled.add(type.getQualifiedName().toString());
            }
        }
        Elements elements = processingEnv.getElementUtils();
        Set<String> names = new LinkedHashSet<>(waiting);
        waiting.clear();
        Annotations.definitions(round, elements).forEach(type -> names.add(type.getQualifiedName().toString()));
        for (String name : names) {
            TypeElement type = elements.getTypeElement(name);
            if (type != null) {
                guarded(type, diagnostics -> process(type, round.processingOver(), diagnostics));
            }
        }
        Map<Element, Diagnostics> stray = new LinkedHashMap<>();
        Annotations.checkStray(round, elements, element -> stray.computeIfAbsent(element, this::diagnostics));
        stray.values().forEach(this::print);
        return othersAreStillCalled(round, elements);
    }

    /**
     * Whether annotations can be claimed without harm. Javac calls no processor behind one that claims the last annotations of a round, not even
     * those that ask for everything, such as Lombok; it warns under {@code -Xlint:processing} of those that nobody claims. Annotations of the
     * language are claimed by nobody and never warned of: where there is one, claiming ours costs nobody a call.
     */
    private static boolean othersAreStillCalled(RoundEnvironment round, Elements elements) {
        return LANGUAGE.stream().map(elements::getTypeElement).anyMatch(type -> type != null && !round.getElementsAnnotatedWith(type).isEmpty());
    }

    private void process(TypeElement type, boolean last, Diagnostics diagnostics) {
        Unresolved unresolved = Unresolved.find(type);
        if (unresolved == null) {
            compile(type, diagnostics);
        } else if (last) {
            diagnostics.report(Message.UNRESOLVED, unresolved.anchor(), type.getSimpleName(), unresolved.what(), unresolved.remedy());
        } else {
            waiting.add(type.getQualifiedName().toString());
        }
    }

    private void compile(TypeElement type, Diagnostics diagnostics) {
        ModelReader reader = new ModelReader(processingEnv.getElementUtils());
        BlockWiring wiring = reader.block(type, diagnostics);
        if (wiring != null && !diagnostics.hasErrors()) {
            String packageName = processingEnv.getElementUtils().getPackageOf(type).getQualifiedName().toString();
            write(type, diagnostics,
                    files -> Emission.emitWiring(type, packageName, BlockWiring.companion(type), BlockWiring.CONSTANT, wiring.text(), files));
        }
        ModelSpec model = reader.model(type, diagnostics);
        LayerGraph graph = model == null ? null : InferShapes.infer(model, diagnostics);
        if (model == null || graph == null) {
            return;
        }
        CheckBudget.check(graph, model, diagnostics);
        if (!diagnostics.hasErrors()) {
            write(type, diagnostics, files -> emission.emit(graph, processingEnv.getElementUtils(), diagnostics, files));
        }
    }

    private void write(TypeElement type, Diagnostics diagnostics, Writing writing) {
        try {
            writing.write(new GeneratedFiles(processingEnv.getFiler()));
        } catch (IOException refusal) {
            diagnostics.report(Message.FILE_REFUSED, Anchor.of(type), type.getSimpleName(), String.valueOf(refusal.getMessage()));
        }
    }

    /** A mistake of the processor's own becomes one message: users cannot mend an exception. */
    private void guarded(TypeElement type, Consumer<Diagnostics> work) {
        Diagnostics diagnostics = diagnostics(type);
        try {
            work.accept(diagnostics);
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError failure) {
            diagnostics.report(Message.INTERNAL, Anchor.of(type), type.getSimpleName(), describe(failure));
        }
        print(diagnostics);
    }

    private Diagnostics diagnostics(Element subject) {
        return new Diagnostics(subject, this::isCompiled);
    }

    private void print(Diagnostics diagnostics) {
        diagnostics.print(processingEnv.getMessager(), Options.of(processingEnv.getOptions()).notes(), said);
    }

    private boolean isCompiled(Element element) {
        Element outermost = element;
        for (Element next = element; next != null && !(next instanceof PackageElement); next = next.getEnclosingElement()) {
            outermost = next;
        }
        return outermost instanceof TypeElement type && compiled.contains(type.getQualifiedName().toString());
    }

    private String describe(Throwable failure) {
        if (!Options.of(processingEnv.getOptions()).trace()) {
            return failure.toString();
        }
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
