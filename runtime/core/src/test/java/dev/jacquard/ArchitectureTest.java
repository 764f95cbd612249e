package dev.jacquard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

/** The arrows between the runtime's packages: every package knows those below it and nothing else of the project. */
class ArchitectureTest {
    private static final String ROOT = "dev.jacquard";

    /** What each package may know, besides itself and the exceptions in the root. A package that is missing here may not exist. */
    private static final Map<String, Set<String>> MAY_KNOW = new LinkedHashMap<>();

    static {
        MAY_KNOW.put("", Set.of());
        MAY_KNOW.put("model", Set.of());
        MAY_KNOW.put("io", Set.of());
        MAY_KNOW.put("network", Set.of("model", "io"));
        MAY_KNOW.put("cpu", Set.of("model", "io", "network"));
        MAY_KNOW.put("cuda", Set.of("model", "io", "network"));
        MAY_KNOW.put("data", Set.of("model", "io", "network", "cpu", "cuda"));
        MAY_KNOW.put("evaluate", Set.of("model", "io", "network", "cpu", "cuda", "data"));
        MAY_KNOW.put("train", Set.of("model", "io", "network", "cpu", "cuda", "data", "evaluate"));
        MAY_KNOW.put("tune", Set.of("model", "io", "network", "cpu", "cuda", "data", "evaluate", "train"));
    }

    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void everyPackageKnowsOnlyThoseBelowIt() {
        classes().should(knowOnlyPackagesBelow()).check(CLASSES);
    }

    @Test
    void packagesAndTheirPartsAreFreeOfCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** The vector kernels and what they are made of: they may be loaded only where the incubator module is there. */
    private static final String VECTOR_HALF = "dev\\.jacquard\\.cpu\\."
            + "(Vector.*|Lanes|.*Tiles|Trials|MatrixProduct|Transposition|PeakMeter)(\\$.*)?";

    @Test
    void onlyTheVectorHalfOfTheKernelsUsesTheIncubatorModule() {
        noClasses().that().haveNameNotMatching(VECTOR_HALF).should().dependOnClassesThat().resideInAPackage("jdk.incubator..").check(CLASSES);
    }

    @Test
    void theVectorHalfIsEnteredOnlyWhereTheKernelsAreChosen() {
        noClasses().that().haveNameNotMatching(VECTOR_HALF).and().haveNameNotMatching("dev\\.jacquard\\.cpu\\.KernelChoice").should()
                .dependOnClassesThat().haveNameMatching(VECTOR_HALF).check(CLASSES);
    }

    @Test
    void everyPackageOfTheRuntimeHasARule() {
        Set<String> packages = new TreeSet<>();
        CLASSES.forEach(type -> packages.add(part(type)));
        assertThat(MAY_KNOW.keySet()).containsAll(packages);
    }

    private static ArchCondition<JavaClass> knowOnlyPackagesBelow() {
        return new ArchCondition<>("know only packages below their own") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Set<String> allowed = MAY_KNOW.getOrDefault(part(type), Set.of());
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    boolean ours = target.getPackageName().equals(ROOT) || target.getPackageName().startsWith(ROOT + ".");
                    String there = ours ? part(target) : "";
                    if (ours && !there.isEmpty() && !there.equals(part(type)) && !allowed.contains(there)) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    /** The package below {@code dev.jacquard} that a class belongs to, empty for the root itself. */
    private static String part(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.", 2)[0];
    }
}
