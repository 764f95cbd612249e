package dev.jacquard.processor.read;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

/** Finds the values of a definition that no result is made from. */
final class Unused {
    private Unused() {
    }

    static void check(Wiring wiring, Definition definition, Diagnostics diagnostics) {
        Set<Value> live = new HashSet<>();
        Set<Value> read = new HashSet<>();
        Deque<Value> open = new ArrayDeque<>(wiring.results());
        List<Value> values = definition.values();
        while (!open.isEmpty()) {
            Value value = open.pop();
            if (live.add(value)) {
                wiring.sources(value).forEach(open::push);
            }
        }
        values.forEach(value -> read.addAll(wiring.sources(value)));
        for (Value value : values) {
            if (live.contains(value)) {
                continue;
            }
            if (Wiring.isInput(value)) {
                diagnostics.report(Message.UNUSED_INPUT, value.anchor(), value.name());
            } else if (!read.contains(value)) {
                // A value that only feeds an unused one goes with it: one message for the chain is enough.
                diagnostics.report(Message.UNUSED_VALUE, value.anchor(), value.name(), value.type());
            }
        }
    }
}
