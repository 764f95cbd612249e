package dev.jacquard.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import dev.jacquard.model.Activate;
import dev.jacquard.model.AveragePooling2D;
import dev.jacquard.model.BatchNorm;
import dev.jacquard.model.Budget;
import dev.jacquard.model.Concatenate;
import dev.jacquard.model.Conv2D;
import dev.jacquard.model.Dense;
import dev.jacquard.model.Dropout;
import dev.jacquard.model.Initializer;
import dev.jacquard.model.Input;
import dev.jacquard.model.MaxPooling2D;
import dev.jacquard.model.Model;
import dev.jacquard.model.Output;
import dev.jacquard.model.Regularizer;
import dev.jacquard.model.Reshape;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of docs/definition.md name every attribute with its default. */
class AttributeTableTest {
    private static final String PAGE = Page.read("docs/definition.md").text();

    @ParameterizedTest
    @ValueSource(classes = {Model.class, Output.class, Budget.class, Input.class, Dense.class, Conv2D.class, MaxPooling2D.class,
        AveragePooling2D.class, BatchNorm.class, Dropout.class, Activate.class, Reshape.class, Concatenate.class, Initializer.class,
        Regularizer.class}) void everyAttributeStandsInTheTableWithItsDefault(Class<?> annotation) {
        String section = section("@" + annotation.getSimpleName());
        for (Method attribute : annotation.getDeclaredMethods()) {
            assertThat(section).contains("| `" + attribute.getName() + "` | " + written(attribute.getDefaultValue()) + " |");
        }
    }

    /** From the annotation's heading to the next. */
    private static String section(String annotation) {
        List<String> parts = Arrays.stream(PAGE.split("(?m)^### ")).filter(p -> p.lines().findFirst().orElse("").contains("`" + annotation + "`"))
                .toList();
        assertThat(parts).as("sections headed by `%s`", annotation).hasSize(1);
        return parts.getFirst();
    }

    private static String written(Object value) {
        return switch (value) {
            case null -> "required";
            case int[] numbers when numbers.length == 0 -> "none";
            case int[] numbers -> "`" + Arrays.toString(numbers).replace('[', '{').replace(']', '}') + "`";
            case Initializer initializer -> "`" + initializer.value() + "`";
            case Regularizer _ -> "none";
            case Double number when number == Math.rint(number) -> "`" + number.longValue() + "`";
            default -> "`" + value + "`";
        };
    }
}
