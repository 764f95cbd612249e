package dev.jacquard.processor.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.lang.model.element.ExecutableElement;

import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.report.Anchor;
import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;
import dev.jacquard.processor.report.Spelling;

import org.jspecify.annotations.Nullable;

/**
 * Resolves the names of one definition: each value to the layer that makes it, each after what it reads. A block is inlined by a wiring of its
 * own that adds to the same list of layers.
 */
final class Wiring {
    private final Definition definition;
    private final String prefix;
    private final @Nullable ExecutableElement caller;
    private final Diagnostics diagnostics;
    private final List<LayerSpec> layers;
    private final List<ShapeClaim> claims;
    private final Map<String, Value> values = new LinkedHashMap<>();
    /** By its name, the value declared just before one. */
    private final Map<String, Value> before = new HashMap<>();
    /** The layer that makes a value; null where a mistake hides it. */
    private final Map<String, @Nullable String> resolved = new HashMap<>();
    private final List<String> visiting = new ArrayList<>();

    /** Of a model, or of a block by itself. */
    Wiring(Definition definition, Diagnostics diagnostics) {
        this(definition, "", null, diagnostics, new ArrayList<>(), new ArrayList<>());
    }

    private Wiring(Definition definition, String prefix, @Nullable ExecutableElement caller, Diagnostics diagnostics, List<LayerSpec> layers,
            List<ShapeClaim> claims) {
        this.definition = definition;
        this.prefix = prefix;
        this.caller = caller;
        this.diagnostics = diagnostics;
        this.layers = layers;
        this.claims = claims;
        Value last = null;
        for (Value value : definition.values()) {
            values.put(value.name(), value);
            if (last != null) {
                before.put(value.name(), last);
            }
            last = value;
        }
    }

    /** Resolves every value. */
    void resolve() {
        values.values().forEach(this::visit);
    }

    /** All layers so far, each after those it reads. */
    List<LayerSpec> layers() {
        return layers;
    }

    /** The shapes that inlined blocks declare. */
    List<ShapeClaim> claims() {
        return claims;
    }

    /** The layer that makes a value, or null where a mistake hides it. */
    @Nullable String layer(Value value) {
        return resolved.get(value.name());
    }

    /** The values marked as results, or else the last value. */
    List<Value> results() {
        List<Value> marked = values.values().stream().filter(value -> value.output() != null).toList();
        return marked.isEmpty() && !values.isEmpty() ? List.of(definition.values().getLast()) : marked;
    }

    /** The values another one is made from: those it names, or the one before it. Unknown names are left out. */
    List<Value> sources(Value value) {
        List<Value> sources = new ArrayList<>();
        if (isInput(value)) {
            return sources;
        }
        for (String name : value.sources()) {
            Value source = values.get(name);
            if (source != null) {
                sources.add(source);
            }
        }
        Value before = before(value);
        if (value.sources().isEmpty() && before != null) {
            sources.add(before);
        }
        return sources;
    }

    static boolean isInput(Value value) {
        return value.attributes() != null && value.attributes().name().equals("Input");
    }

    private @Nullable Value before(Value value) {
        return before.get(value.name());
    }

    private @Nullable String visit(Value value) {
        String name = value.name();
        if (resolved.containsKey(name)) {
            return resolved.get(name);
        }
        if (visiting.contains(name)) {
            reportCycle(value);
            return null;
        }
        visiting.add(name);
        List<@Nullable String> inputs = new ArrayList<>();
        if (!isInput(value)) {
            checkNames(value);
            for (Value source : sources(value)) {
                inputs.add(visit(source));
            }
        }
        visiting.removeLast();
        String layer = make(value, inputs);
        resolved.put(name, layer);
        return layer;
    }

    private @Nullable String make(Value value, List<@Nullable String> inputs) {
        return switch (value.content()) {
            case Content.Broken _ -> add(value, null, inputs);
            case Content.Single single -> {
                checkCount(value, single.layer());
                boolean complete = inputs.size() >= Math.max(least(single.layer()), value.sources().size())
                        && (takesMany(single.layer()) || inputs.size() <= 1) || isInput(value);
                yield add(value, complete ? single.layer() : null, inputs);
            }
            case Content.Inlined inlined -> inline(value, inlined.block(), inputs);
        };
    }

    private String add(Value value, @Nullable Layer layer, List<@Nullable String> inputs) {
        String name = prefix + value.name();
        layers.add(new LayerSpec(name, caller == null ? value.method() : caller, value, layer, inputs));
        return name;
    }

    private @Nullable String inline(Value call, Definition block, List<@Nullable String> given) {
        Wiring inner = new Wiring(block, prefix + call.name() + ".", caller == null ? call.method() : caller, diagnostics.on(call.method()),
                layers, claims);
        List<Value> inputs = block.values().stream().filter(Wiring::isInput).toList();
        int named = call.sources().size();
        if (inputs.size() != Math.max(named, given.size())) {
            diagnostics.report(Message.BLOCK_INPUTS, Anchor.of(call.method()), call.name(), block.name(), count(inputs.size(), "input"),
                    count(Math.max(named, given.size()), "value"), String.join(", ", inputs.stream().map(Value::name).toList()));
        }
        for (int i = 0; i < inputs.size(); i++) {
            String layer = inputs.size() == given.size() ? given.get(i) : null;
            inner.resolved.put(inputs.get(i).name(), layer);
            if (layer != null && inputs.get(i).content() instanceof Content.Single(Layer.Input input) && input.shape().rank() > 0) {
                claims.add(new ShapeClaim(call, inputs.get(i), input.shape(), layer));
            }
        }
        inner.resolve();
        List<Value> results = inner.results();
        return results.isEmpty() ? null : inner.layer(results.getFirst());
    }

    private void checkNames(Value value) {
        for (int i = 0; i < value.sources().size(); i++) {
            String name = value.sources().get(i);
            if (!values.containsKey(name)) {
                List<String> known = values.keySet().stream().filter(other -> !other.equals(value.name())).toList();
                diagnostics.report(Message.UNKNOWN_NAME, value.source(i), value.name(), name, definition.name(),
                        Spelling.suggestion(name, known));
            }
        }
    }

    private void reportCycle(Value value) {
        List<String> circle = visiting.subList(visiting.indexOf(value.name()), visiting.size());
        Value last = values.getOrDefault(circle.getLast(), value);
        int index = last.sources().indexOf(value.name());
        Anchor anchor = index < 0 ? last.anchor() : last.source(index);
        if (circle.size() == 1) {
            diagnostics.report(Message.READS_ITSELF, anchor, value.name());
        } else {
            diagnostics.report(Message.CYCLE, anchor, last.name(),
                    last.name() + " → " + String.join(" → ", circle.reversed().subList(1, circle.size()))
                            + " → " + last.name());
        }
    }

    private void checkCount(Value value, Layer layer) {
        if (layer instanceof Layer.Input) {
            return;
        }
        int named = value.sources().size();
        int count = named == 0 ? before(value) == null ? 0 : 1 : named;
        if (count == 0) {
            diagnostics.report(Message.NOTHING_BEFORE, value.anchor(), value.name(), layer.type());
        } else if (takesMany(layer) && count < 2) {
            diagnostics.report(Message.TOO_FEW_INPUTS, value.anchor(), value.name(), layer.type(), count);
        } else if (!takesMany(layer) && count > 1) {
            diagnostics.report(Message.TOO_MANY_INPUTS, value.source(1), value.name(), layer.type(), count, String.join(", ", value.sources()),
                    "an @Add or @Concatenate");
        }
    }

    private static boolean takesMany(Layer layer) {
        return layer instanceof Layer.Add || layer instanceof Layer.Concatenate;
    }

    private static int least(Layer layer) {
        return takesMany(layer) ? 2 : 1;
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
