package dev.jacquard.processor.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

import dev.jacquard.model.Block;
import dev.jacquard.model.Input;
import dev.jacquard.model.Loss;
import dev.jacquard.model.Model;
import dev.jacquard.model.Output;
import dev.jacquard.model.Tensor;
import dev.jacquard.processor.report.Anchor;
import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

import org.jspecify.annotations.Nullable;

/** Reads the methods of a definition, and of the blocks it uses, one by one. */
final class DefinitionReader {
    private final Elements elements;
    private final Diagnostics diagnostics;
    private final Map<TypeElement, Definition> blocks;
    private final List<TypeElement> reading;

    DefinitionReader(Elements elements, Diagnostics diagnostics) {
        this(elements, diagnostics, new HashMap<>(), new ArrayList<>());
    }

    private DefinitionReader(Elements elements, Diagnostics diagnostics, Map<TypeElement, Definition> blocks, List<TypeElement> reading) {
        this.elements = elements;
        this.diagnostics = diagnostics;
        this.blocks = blocks;
        this.reading = reading;
    }

    /** The definition with a value for each abstract method; a method with a mistake becomes a broken value. */
    Definition read(TypeElement type) {
        return read(type, ElementFilter.methodsIn(type.getEnclosedElements()), null);
    }

    private Definition read(TypeElement type, List<ExecutableElement> methods, @Nullable BlockWiring wiring) {
        reading.add(type);
        List<Value> values = new ArrayList<>();
        Set<String> names = new HashSet<>();
        boolean inBlock = Annotated.find(type, Block.class) != null && Annotated.find(type, Model.class) == null;
        for (ExecutableElement method : methods) {
            if (!method.getModifiers().contains(Modifier.ABSTRACT)) {
                checkHelper(method);
                continue;
            }
            String name = method.getSimpleName().toString();
            checkSignature(method, inBlock);
            if (names.add(name)) {
                values.add(value(method, wiring == null ? names(method) : wiring.sources().getOrDefault(name, List.of()), inBlock));
            } else {
                long count = methods.stream().filter(other -> other.getSimpleName().contentEquals(name)).count();
                diagnostics.report(Message.OVERLOADED, Anchor.of(method), name, count);
            }
        }
        if (inBlock) {
            checkOutputs(type, values);
        }
        reading.removeLast();
        return new Definition(type, values);
    }

    private void checkOutputs(TypeElement block, List<Value> values) {
        List<Value> outputs = values.stream().filter(value -> value.output() != null).toList();
        OutputSpec second = outputs.size() < 2 ? null : outputs.get(1).output();
        if (second != null) {
            diagnostics.report(Message.BLOCK_OUTPUTS, second.attributes().anchor(), outputs.get(1).name(), block.getSimpleName(),
                    outputs.stream().map(Value::name).collect(Collectors.joining(" and ")));
        }
    }

    private void checkHelper(ExecutableElement method) {
        for (AnnotationMirror mirror : method.getAnnotationMirrors()) {
            if (Annotated.isLayer(mirror) || Annotated.is(mirror, Output.class)) {
                Set<Modifier> modifiers = method.getModifiers();
                String modifier = modifiers.contains(Modifier.STATIC) ? "static"
                        : modifiers.contains(Modifier.PRIVATE) ? "private" : modifiers.contains(Modifier.DEFAULT) ? "default" : "concrete";
                diagnostics.report(Message.METHOD_HAS_BODY, new Anchor(method, mirror, null), method.getSimpleName(), Annotated.simpleName(mirror),
                        modifier);
            }
        }
    }

    private void checkSignature(ExecutableElement method, boolean inBlock) {
        String name = method.getSimpleName().toString();
        if (!method.getThrownTypes().isEmpty()) {
            diagnostics.report(Message.METHOD_THROWS, Anchor.of(method), name,
                    method.getThrownTypes().stream().map(TypeNames::simple).collect(Collectors.joining(", ")));
        }
        if (!method.getTypeParameters().isEmpty()) {
            diagnostics.report(Message.METHOD_GENERIC, Anchor.of(method), name, names(method.getTypeParameters()));
        }
        for (VariableElement parameter : method.getParameters()) {
            if (!isTensor(parameter.asType())) {
                diagnostics.report(Message.PARAMETER_TYPE, Anchor.of(parameter), name, parameter.getSimpleName(),
                        TypeNames.simple(parameter.asType()));
            }
        }
        if (!inBlock && ReservedNames.contains(name)) {
            diagnostics.report(Message.NAME_TAKEN, Anchor.of(method), name, name, name + "Value");
        }
    }

    private Value value(ExecutableElement method, List<String> sources, boolean inBlock) {
        String name = method.getSimpleName().toString();
        AnnotationMirror outputMirror = Annotated.find(method, Output.class);
        OutputSpec output = outputMirror == null ? null : output(method, new Attributes(method, outputMirror), inBlock);
        List<AnnotationMirror> layers = method.getAnnotationMirrors().stream().filter(Annotated::isLayer).collect(Collectors.toList());
        if (!isTensor(method.getReturnType())) {
            return new Value(method, sources, blockOrBroken(method, layers), null, output);
        }
        if (layers.isEmpty()) {
            diagnostics.report(Message.NO_ANNOTATION, Anchor.of(method), name);
            return new Value(method, sources, new Content.Broken(), null, output);
        }
        Attributes attributes = new Attributes(method, layers.getFirst());
        if (layers.size() > 1) {
            String all = layers.stream().map(layer -> "@" + Annotated.simpleName(layer)).collect(Collectors.joining(" and "));
            diagnostics.report(Message.TWO_LAYERS, new Attributes(method, layers.get(1)).anchor(), name, all);
            return new Value(method, sources, new Content.Broken(), attributes, output);
        }
        if (Annotated.is(layers.getFirst(), Input.class)) {
            checkInput(method, outputMirror);
        }
        TypeElement annotation = (TypeElement) layers.getFirst().getAnnotationType().asElement();
        return new Value(method, sources, LayerReader.read(name, attributes, annotation, inBlock, diagnostics), attributes, output);
    }

    private void checkInput(ExecutableElement method, @Nullable AnnotationMirror output) {
        if (!method.getParameters().isEmpty()) {
            diagnostics.report(Message.INPUT_PARAMETERS, Anchor.of(method.getParameters().getFirst()), method.getSimpleName(),
                    names(method.getParameters()));
        }
        if (output != null) {
            diagnostics.report(Message.INPUT_IS_OUTPUT, new Anchor(method, output, null), method.getSimpleName());
        }
    }

    private OutputSpec output(ExecutableElement method, Attributes attributes, boolean inBlock) {
        String name = method.getSimpleName().toString();
        double weight = attributes.number("weight");
        if (inBlock) {
            for (String attribute : attributes.written()) {
                diagnostics.report(Message.BLOCK_LOSS, attributes.anchor(attribute), name, attribute, reading.getLast().getSimpleName());
            }
        } else if (!(weight > 0) || !Double.isFinite(weight)) {
            diagnostics.report(Message.OUTPUT_WEIGHT, attributes.anchor("weight"), name, weight);
        }
        return new OutputSpec(attributes.constant("loss", Loss.class), weight, attributes);
    }

    private Content blockOrBroken(ExecutableElement method, List<AnnotationMirror> layers) {
        String name = method.getSimpleName().toString();
        TypeMirror type = method.getReturnType();
        if (!(type instanceof DeclaredType declared) || !(declared.asElement() instanceof TypeElement block)
                || Annotated.find(block, Block.class) == null) {
            diagnostics.report(Message.RETURN_TYPE, Anchor.of(method), name, TypeNames.simple(type), returnRemedy(type));
            return new Content.Broken();
        }
        if (!layers.isEmpty()) {
            diagnostics.report(Message.BLOCK_WITH_LAYER, new Anchor(method, layers.getFirst(), null), name, block.getSimpleName(),
                    Annotated.simpleName(layers.getFirst()));
        }
        if (reading.contains(block)) {
            String path = reading.subList(reading.indexOf(block), reading.size()).stream().map(step -> step.getSimpleName() + " → ")
                    .collect(Collectors.joining()) + block.getSimpleName();
            diagnostics.report(Message.BLOCK_RECURSION, Anchor.of(method), name, path);
            return new Content.Broken();
        }
        Definition known = blocks.get(block);
        if (known == null) {
            known = block(block, method);
            if (known == null) {
                return new Content.Broken();
            }
            blocks.put(block, known);
        }
        return new Content.Inlined(known);
    }

    /** A block that a method returns; null where a class file has lost its wiring. */
    private @Nullable Definition block(TypeElement block, ExecutableElement call) {
        DefinitionReader reader = new DefinitionReader(elements, diagnostics.on(call), blocks, reading);
        List<ExecutableElement> methods = ElementFilter.methodsIn(block.getEnclosedElements());
        if (!diagnostics.isOutside(block)) {
            return reader.read(block);
        }
        List<ExecutableElement> values = methods.stream().filter(method -> method.getModifiers().contains(Modifier.ABSTRACT)).toList();
        BlockWiring wiring = BlockWiring.find(block, elements);
        if (wiring != null) {
            List<ExecutableElement> ordered = wiring.order(values);
            if (ordered == null) {
                diagnostics.report(Message.BLOCK_WIRING_STALE, Anchor.of(call), call.getSimpleName(), block.getSimpleName(),
                        BlockWiring.companion(block));
                return null;
            }
            return reader.read(block, ordered, wiring);
        }
        if (values.stream().anyMatch(DefinitionReader::namesAreLost)) {
            diagnostics.report(Message.BLOCK_NAMES_LOST, Anchor.of(call), call.getSimpleName(), block.getSimpleName(),
                    BlockWiring.companion(block));
            return null;
        }
        return reader.read(block);
    }

    /** Compilers that find no names in a class file make up arg0, arg1, …. */
    private static boolean namesAreLost(ExecutableElement method) {
        return names(method).stream().anyMatch(name -> name.matches("arg\\d+"));
    }

    private static List<String> names(ExecutableElement method) {
        return method.getParameters().stream().map(parameter -> parameter.getSimpleName().toString()).toList();
    }

    private static String returnRemedy(TypeMirror type) {
        if (type instanceof DeclaredType declared && declared.asElement().getKind() == ElementKind.INTERFACE) {
            Element element = declared.asElement();
            return Annotated.find(element, Model.class) == null ? "return Tensor, or mark " + element.getSimpleName() + " with @Block"
                    : "make " + element.getSimpleName() + " a @Block to use it as a part";
        }
        return "return Tensor";
    }

    private static boolean isTensor(TypeMirror type) {
        return type instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element
                && element.getQualifiedName().contentEquals(Tensor.class.getName());
    }

    private static String names(List<? extends Element> elements) {
        return elements.stream()
                .map(element -> (element instanceof TypeParameterElement ? "" : "Tensor ") + element.getSimpleName())
                .collect(Collectors.joining(", "));
    }
}
