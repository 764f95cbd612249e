package dev.jacquard.processor.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.simulation.RandomModels;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final int MODELS = 300;

    @Test
    void everyOperationIsDoneOnceAfterWhatItReads() {
        for (long seed = 0; seed < MODELS; seed++) {
            for (Schedule schedule : schedules(seed)) {
                List<Node> done = new ArrayList<>();
                for (Schedule.Section section : schedule.sections()) {
                    for (Node node : section.nodes()) {
                        for (Node read : makers(schedule.graph(), node)) {
                            assertThat(done).as("model %d: what %s reads", seed, node.name()).contains(read);
                        }
                        done.add(node);
                    }
                }
                assertThat(done).as("model %d", seed).doesNotHaveDuplicates()
                        .containsExactlyInAnyOrderElementsOf(schedule.graph().nodes().stream().filter(Schedule::executed).toList());
            }
        }
    }

    @Test
    void operationsOfAWholeBatchSectionAreIndependent() {
        for (long seed = 0; seed < MODELS; seed++) {
            for (Schedule schedule : schedules(seed)) {
                for (Schedule.Section section : schedule.sections()) {
                    assertThat(section.nodes()).as("model %d", seed).isNotEmpty();
                    for (Node node : section.nodes()) {
                        boolean value = node.type().batched() || node.op() instanceof Op.LossValue;
                        assertThat(section.perSample()).as("model %d: place of %s", seed, node.name()).isEqualTo(value);
                        if (!section.perSample()) {
                            assertThat(section.nodes()).as("model %d: beside %s", seed, node.name())
                                    .doesNotContainAnyElementsOf(makers(schedule.graph(), node));
                        }
                    }
                }
            }
        }
    }

    private static List<Schedule> schedules(long seed) {
        LayerGraph layers = RandomModels.of(seed);
        Compilation model = Compilation.of(layers);
        OpGraph training = Objects.requireNonNull(model.training());
        return List.of(Schedule.training(training), Schedule.natural(training), Schedule.inference(model.inference()),
                Schedule.inference(model.inspection()));
    }

    /** The executed nodes that make what a node reads, parameters left out. */
    private static List<Node> makers(OpGraph graph, Node node) {
        List<Node> makers = new ArrayList<>();
        for (int input : node.inputs()) {
            Node read = graph.node(input);
            while (read.op() instanceof Op.View || read.op() instanceof Op.Part) {
                read = graph.node(read.inputs().getFirst());
            }
            if (Schedule.executed(read)) {
                makers.add(read);
            }
        }
        return makers;
    }
}
