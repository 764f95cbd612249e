package dev.jacquard.processor.emit.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import javax.lang.model.element.Modifier;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import org.junit.jupiter.api.Test;

class PortionsTest {
    private static final ClassName PLAN = ClassName.get("", "Plan");

    private final Portions portions = new Portions(UnaryOperator.identity(), Modifier.STATIC);

    private static List<CodeBlock> calls(int count) {
        return IntStream.range(0, count).mapToObj(i -> CodeBlock.of("add($L)", i)).toList();
    }

    private List<String> methods() {
        return portions.methods().stream().map(MethodSpec::name).toList();
    }

    @Test
    void aFewStandWhereTheyAreUsed() {
        assertThat(portions.list("numbers", TypeName.INT.box(), calls(2))).hasToString("java.util.List.of(\n    add(0),\n    add(1))");
        assertThat(portions.of(PLAN, "numbers", PLAN, calls(1))).hasToString("Plan.of(\n    add(0))");
        assertThat(portions.built("plan", PLAN, calls(2))).hasToString("Plan.builder()\n    .add(0)\n    .add(1)\n    .build()");
        assertThat(portions.statements("fill", PLAN, "plan", calls(2))).isEqualTo(calls(2));
        assertThat(portions.methods()).isEmpty();
    }

    @Test
    void manyElementsComeFromMethods() {
        assertThat(portions.list("numbers", TypeName.INT.box(), calls(2 * Portions.MOST + 1)))
                .hasToString("java.util.stream.Stream.of(numbers1(), numbers2(), numbers3()).flatMap(java.util.List::stream).toList()");
        assertThat(methods()).containsExactly("numbers1", "numbers2", "numbers3");
        assertThat(portions.methods().getLast())
                .hasToString("private static java.util.List<java.lang.Integer> numbers3() {\n  return java.util.List.of(\n      add(400));\n}\n");
    }

    @Test
    void manyArgumentsComeFromMethods() {
        assertThat(portions.of(PLAN, "part", PLAN, calls(Portions.MOST + 1)))
                .hasToString("Plan.of(java.util.stream.Stream.of(part1(), part2()).flatMap(java.util.List::stream).toArray(Plan[]::new))");
    }

    @Test
    void manyCallsAreNoChain() {
        assertThat(portions.built("plan", PLAN, calls(Portions.MOST + 1))).hasToString("plan()");
        assertThat(methods()).containsExactly("plan", "plan1", "plan2");
        assertThat(portions.methods().getFirst()).hasToString("private static Plan plan() {\n  Plan.Builder plan = Plan.builder();\n"
                + "  plan1(plan);\n  plan2(plan);\n  return plan.build();\n}\n");
        assertThat(portions.methods().getLast()).hasToString("private static void plan2(Plan.Builder plan) {\n  plan.add(200);\n}\n");
    }

    @Test
    void longLinesCountAsMany() {
        CodeBlock line = CodeBlock.of("add($L)", "x, ".repeat(10_000));
        assertThat(portions.statements("fill", PLAN, "plan", List.of(line, line))).extracting(CodeBlock::toString)
                .containsExactly("fill1(plan)", "fill2(plan)");
    }
}
