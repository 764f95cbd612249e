package dev.jacquard.processor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The stages of the processor: a straight line, and nothing that only one compiler has. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.jacquard.processor");

    @Test
    void stagesKnowOnlyTheStagesBeforeThem() {
        layeredArchitecture().consideringOnlyDependenciesInAnyPackage("dev.jacquard.processor..").withOptionalLayers(true)
                .layer("processor").definedBy("dev.jacquard.processor")
                .layer("read").definedBy("dev.jacquard.processor.read..")
                .layer("graph").definedBy("dev.jacquard.processor.graph..")
                .layer("pass").definedBy("dev.jacquard.processor.pass..")
                .layer("emit").definedBy("dev.jacquard.processor.emit..")
                .layer("report").definedBy("dev.jacquard.processor.report..")
                .whereLayer("processor").mayNotBeAccessedByAnyLayer()
                .whereLayer("emit").mayOnlyBeAccessedByLayers("processor")
                .whereLayer("pass").mayOnlyBeAccessedByLayers("processor", "emit")
                .whereLayer("read").mayOnlyBeAccessedByLayers("processor", "pass")
                .whereLayer("graph").mayOnlyBeAccessedByLayers("processor", "read", "pass", "emit")
                .check(CLASSES);
    }

    @Test
    void packagesAndTheirPartsAreFreeOfCycles() {
        slices().matching("dev.jacquard.processor.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** The same processor runs in javac and in Eclipse's compiler. */
    @Test
    void nothingOfOneCompilerIsUsed() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("com.sun..", "jdk..", "sun..", "org.eclipse..").check(CLASSES);
    }

    /** The shipped processor carries the definition's words, not the engines. */
    @Test
    void nothingOfTheRuntimeButTheWordsOfADefinitionIsUsed() {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("dev.jacquard", "dev.jacquard.io..", "dev.jacquard.network..", "dev.jacquard.cpu..",
                        "dev.jacquard.cuda..", "dev.jacquard.data..", "dev.jacquard.evaluate..", "dev.jacquard.train..", "dev.jacquard.tune..")
                .check(CLASSES);
    }
}
