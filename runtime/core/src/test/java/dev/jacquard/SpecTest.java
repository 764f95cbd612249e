package dev.jacquard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.jacquard.data.MissingSpec;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the language of training promises of every spec. */
class SpecTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.jacquard");

    @Test
    void whateverIsCalledASpecIsOne() {
        classes().that().haveSimpleNameEndingWith("Spec").should().beAssignableTo(Spec.class).check(CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> everySetterRefusesToSpeakAfterItsLambda() {
        List<JavaClass> specs = CLASSES.stream().filter(type -> type.isAssignableTo(Spec.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT)).toList();
        assertThat(specs).hasSizeGreaterThan(15);
        return specs.stream().map(JavaClass::reflect).flatMap(type -> Arrays.stream(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && Spec.class.isAssignableFrom(method.getReturnType()))
                .map(setter -> DynamicTest.dynamicTest(type.getSimpleName() + "." + setter.getName() + Arrays.toString(setter.getParameterTypes()),
                        () -> refusesToSpeakLate(type, setter))));
    }

    private static void refusesToSpeakLate(Class<?> type, Method setter) throws ReflectiveOperationException {
        Spec spec = fresh(type);
        Spec.frozen(spec, s -> {
        }, () -> spec);
        Object[] nothing = Arrays.stream(setter.getParameterTypes()).map(SpecTest::nothing).toArray();
        assertThatThrownBy(() -> setter.invoke(spec, nothing)).cause().isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(type.getSimpleName() + " was used after its lambda had returned");
    }

    private static Spec fresh(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return (Spec) (type == MissingSpec.class ? constructor.newInstance(MissingSpec.settings(m -> {
        })) : constructor.newInstance());
    }

    /** Zero, false or null. */
    private static Object nothing(Class<?> type) {
        return Array.get(Array.newInstance(type, 1), 0);
    }
}
