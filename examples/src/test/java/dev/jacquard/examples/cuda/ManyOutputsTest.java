package dev.jacquard.examples.cuda;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.network.Column;
import dev.jacquard.network.Engine;
import dev.jacquard.network.NetworkSettings;

import org.junit.jupiter.api.Test;

/** Each output has its own sums of losses and hits, however many there are. */
class ManyOutputsTest {
    @Test
    void nineOutputsHaveTheirOwnLossesAndAccuracies() {
        int rows = 14;
        try (Arena arena = Arena.ofShared()) {
            List<Column> targets = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                targets.addAll(SmallSet.of(arena, rows, 6 + i, -1).targets());
            }
            new SameNumbers(SmallManyNetwork.DESCRIPTION, p -> new SmallManyCpu(p, new NetworkSettings(Engine.CPU, 5, 1)), SmallManyCuda::new)
                    .train(new SmallSet(rows, SmallSet.of(arena, rows, 6, -1).inputs(), targets), 4);
        }
    }
}
