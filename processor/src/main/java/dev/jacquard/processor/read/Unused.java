package dev.jacquard.processor.read;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

/** Finds the values of a definition that no result is made from. */
final class Unused {
    /** Mistakes behind which a value may be meant to be read that seems not to be. */
    private static final Set<Message> HIDING = EnumSet.of(Message.LAYERS_INHERITED, Message.METHOD_HAS_BODY, Message.OVERLOADED,
            Message.BLOCK_INPUTS, Message.INPUT_PARAMETERS, Message.INPUT_IS_OUTPUT, Message.UNKNOWN_NAME, Message.READS_ITSELF, Message.CYCLE,
            Message.NOTHING_BEFORE, Message.TOO_FEW_INPUTS);

    private Unused() {
    }

    /** Reports them, unless another mistake in the definition hides what is read. */
    static void check(Wiring wiring, Definition definition, Diagnostics diagnostics) {
        if (diagnostics.has(HIDING, definition.type())) {
            return;
        }
        Set<String> live = new HashSet<>();
        Set<String> read = new HashSet<>();
        Deque<Value> open = new ArrayDeque<>(wiring.results());
        List<Value> values = definition.values();
        while (!open.isEmpty()) {
            Value value = open.pop();
            if (live.add(value.name())) {
                wiring.sources(value).forEach(open::push);
            }
        }
        values.forEach(value -> wiring.sources(value).forEach(source -> read.add(source.name())));
        for (Value value : values) {
            if (live.contains(value.name())) {
                continue;
            }
            if (Wiring.isInput(value)) {
                diagnostics.report(Message.UNUSED_INPUT, value.anchor(), value.name());
            } else if (!read.contains(value.name())) {
                // A value that only feeds an unused one goes with it: one message for the chain is enough.
                diagnostics.report(Message.UNUSED_VALUE, value.anchor(), value.name(), value.type());
            }
        }
    }
}
