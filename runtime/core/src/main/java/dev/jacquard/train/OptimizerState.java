package dev.jacquard.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.network.Training;
import dev.jacquard.network.UpdateRule;

/**
 * What an optimizer remembers from step to step, outside an engine.
 *
 * @param step  steps done
 * @param slots arrays as long as the trainable parameters
 */
record OptimizerState(long step, List<MemorySegment> slots) {
    OptimizerState {
        slots = List.copyOf(slots);
    }

    /** A copy of what a training has reached. */
    static OptimizerState of(Training training, UpdateRule rule) {
        List<MemorySegment> copies = new ArrayList<>();
        for (int slot = 0; slot < rule.slots(); slot++) {
            MemorySegment source = training.slot(slot);
            copies.add(Arena.ofAuto().allocate(source.byteSize(), 64).copyFrom(source));
        }
        return new OptimizerState(training.step(), copies);
    }

    /** Lets a fresh training go on from here. */
    void restore(Training training) {
        for (int slot = 0; slot < slots.size(); slot++) {
            training.slot(slot).copyFrom(slots.get(slot));
        }
        training.step(step);
    }
}
