package dev.jacquard.processor.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

import dev.jacquard.model.Block;
import dev.jacquard.model.Budget;
import dev.jacquard.model.Loss;
import dev.jacquard.model.Model;
import dev.jacquard.processor.report.Anchor;
import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

import org.jspecify.annotations.Nullable;

/** From an annotated type to its {@link ModelSpec}. */
public final class ModelReader {
    private final Elements elements;

    /** Reads by the compiler's own view of its elements. */
    public ModelReader(Elements elements) {
        this.elements = elements;
    }

    /**
     * Reads a type annotated with {@code @Model}.
     *
     * @param diagnostics receives every mistake found
     * @return null for another type, and where the mistakes leave nothing to go on with; a spec may come with mistakes as well
     */
    public @Nullable ModelSpec model(TypeElement type, Diagnostics diagnostics) {
        AnnotationMirror model = Annotated.find(type, Model.class);
        return model != null && DefinitionRules.check(type, model, diagnostics) ? model(type, new Attributes(type, model), diagnostics) : null;
    }

    /**
     * Reads a type annotated with {@code @Block}, and checks it as far as that goes without the shapes of a model.
     *
     * @param diagnostics receives every mistake found
     * @return what a class file of it would lose; null for another type, and where its methods mean nothing
     */
    public @Nullable BlockWiring block(TypeElement type, Diagnostics diagnostics) {
        AnnotationMirror block = Annotated.find(type, Block.class);
        if (block == null || Annotated.find(type, Model.class) != null || !DefinitionRules.check(type, block, diagnostics)) {
            return null;
        }
        Anchor anchor = new Anchor(type, block, null);
        checkGeneratedName(type, BlockWiring.companion(type), anchor, diagnostics);
        Definition definition = new DefinitionReader(elements, diagnostics).read(type);
        resolve(definition, anchor, diagnostics);
        return BlockWiring.of(definition);
    }

    private ModelSpec model(TypeElement type, Attributes model, Diagnostics diagnostics) {
        for (String suffix : List.of("Network", "Cpu", "Cuda")) {
            checkGeneratedName(type, flatName(type) + suffix, model.anchor(), diagnostics);
        }
        BudgetSpec budget = budget(type, diagnostics);
        Definition definition = new DefinitionReader(elements, diagnostics).read(type);
        Wiring wiring = resolve(definition, model.anchor(), diagnostics);
        Map<String, LayerSpec> byName = new HashMap<>();
        wiring.layers().forEach(layer -> byName.put(layer.name(), layer));
        List<ResultSpec> results = new ArrayList<>();
        for (Value value : wiring.results()) {
            String layer = wiring.layer(value);
            if (layer != null && byName.containsKey(layer)) {
                results.add(new ResultSpec(layer, value));
            }
        }
        Set<String> live = live(results, byName);
        List<LayerSpec> layers = wiring.layers().stream().filter(layer -> diagnostics.hasErrors() || live.contains(layer.name())).toList();
        return new ModelSpec(type, elements.getPackageOf(type).getQualifiedName().toString(), flatName(type), model.constant("loss", Loss.class),
                model, budget, layers, results, wiring.claims());
    }

    /** The simple name with outer types: {@code Outer_Inner}. */
    public static String flatName(TypeElement type) {
        Element outer = type.getEnclosingElement();
        return outer instanceof TypeElement outerType ? flatName(outerType) + "_" + type.getSimpleName() : type.getSimpleName().toString();
    }

    /** Generated files of an earlier compilation do not count: only classes that are compiled now. */
    private void checkGeneratedName(TypeElement type, String generated, Anchor anchor, Diagnostics diagnostics) {
        String packageName = elements.getPackageOf(type).getQualifiedName().toString();
        TypeElement existing = elements.getTypeElement(packageName.isEmpty() ? generated : packageName + "." + generated);
        if (existing != null && !diagnostics.isOutside(existing)) {
            diagnostics.report(Message.NAME_GENERATED, anchor, type.getSimpleName(), generated);
        }
    }

    private static Wiring resolve(Definition definition, Anchor anchor, Diagnostics diagnostics) {
        Wiring wiring = new Wiring(definition, diagnostics);
        if (definition.values().stream().allMatch(Wiring::isInput)) {
            diagnostics.report(Message.NO_LAYERS, anchor, definition.name());
            return wiring;
        }
        if (definition.values().stream().noneMatch(Wiring::isInput)) {
            diagnostics.report(Message.NO_INPUT, anchor, definition.name());
        }
        wiring.resolve();
        Unused.check(wiring, definition, diagnostics);
        return wiring;
    }

    private static @Nullable BudgetSpec budget(TypeElement type, Diagnostics diagnostics) {
        AnnotationMirror mirror = Annotated.find(type, Budget.class);
        if (mirror == null) {
            return null;
        }
        Attributes attributes = new Attributes(type, mirror);
        for (String attribute : attributes.written()) {
            if (attributes.whole(attribute) < 0) {
                diagnostics.report(Message.BUDGET_RANGE, attributes.anchor(attribute), type.getSimpleName(), attribute,
                        attributes.whole(attribute));
            }
        }
        return new BudgetSpec(attributes.whole("parameters"), attributes.whole("flops"), attributes.whole("memory"), attributes);
    }

    private static Set<String> live(List<ResultSpec> results, Map<String, LayerSpec> byName) {
        Set<String> live = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        results.forEach(result -> open.add(result.layer()));
        while (!open.isEmpty()) {
            String name = open.pop();
            LayerSpec layer = byName.get(name);
            if (layer != null && live.add(name)) {
                for (String input : layer.inputs()) {
                    if (input != null) {
                        open.push(input);
                    }
                }
            }
        }
        return live;
    }
}
