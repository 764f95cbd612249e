package dev.jacquard.processor;

import static dev.jacquard.processor.Expectation.says;

import org.junit.jupiter.api.Test;

class DefinitionMessagesTest {
    @Test
    void aDefinitionIsAnInterfaceOrAnAbstractClass() {
        says("""
                /*!JQ101*/ @Model class A { }
                /*!JQ101*/ @Model enum B { ONE }
                /*!JQ101 javac; ecj nowhere*/ @Block record C(int i) { }
                /*!JQ101*/ @Model @interface D { }
                @Model abstract class Fine {
                    @Input({4}) abstract Tensor x();
                    @Dense(units = 2) abstract Tensor y();
                    Tensor helper() { return null; }
                }
                """, "A: @Model stands on a class — make it an interface, or an abstract class",
                "B: @Model stands on an enum — make it an interface, or an abstract class",
                "D: @Model stands on an annotation — make it an interface, or an abstract class",
                "C: @Block stands on a record — make it an interface, or an abstract class");
    }

    @Test
    void aDefinitionHasNoTypeParameters() {
        says("""
                /*!JQ102*/ @Model interface M<A, B extends Number> {
                    @Input({4}) Tensor x();
                    @Dense(units = 2) Tensor y();
                }
                """, "M: a definition has no type parameters — remove <A, B>");
    }

    @Test
    void aDefinitionIsNotPrivateNorInsideSomethingPrivate() {
        says("""
                class Outer {
                    /*!JQ103*/ @Model private interface M {
                        @Input({4}) Tensor x();
                        @Dense(units = 2) Tensor y();
                    }
                    private static class Hidden {
                        /*!JQ103*/ @Model interface N {
                            @Input({4}) Tensor x();
                            @Dense(units = 2) Tensor y();
                        }
                    }
                    @Model interface Fine {
                        @Input({4}) Tensor x();
                        @Dense(units = 2) Tensor y();
                    }
                }
                """, "M: generated code cannot reach it because M is private — remove private",
                "N: generated code cannot reach it because Hidden is private — remove private");
    }

    @Test
    void aDefinitionIsNotModelAndBlock() {
        says("""
                /*!JQ104*/ @Model @Block interface M {
                    @Input({4}) Tensor x();
                    @Dense(units = 2) Tensor y();
                }
                """, "M: it is both @Model and @Block — keep @Block, and write a @Model that has a method with return type M");
    }

    @Test
    void inheritedMethodsAreNotLayers() {
        says("""
                interface Grandparent {
                    Tensor x();
                }
                interface Parent extends Grandparent { }
                /*!JQ105*/ @Model interface M extends Parent {
                    @Input({4}) Tensor z();
                    @Dense(units = 2) Tensor y();
                }
                interface Helpers {
                    default int twice(int i) { return 2 * i; }
                }
                @Model interface Fine extends Helpers {
                    @Input({4}) Tensor z();
                    @Dense(units = 2) Tensor y();
                }
                """, "M: methods inherited from Grandparent would not become layers"
                + " — declare them in M, or make Grandparent a @Block and use it as a return type");
    }

    @Test
    void aDefinitionHasLayers() {
        says("""
                /*!JQ106*/ @Model interface Empty { }
                /*!JQ106*/ @Model interface OnlyInputs {
                    @Input({4}) Tensor x();
                }
                /*!JQ106*/ @Block interface EmptyBlock { }
                """, "Empty: it has no layer — add a method like @Dense(units = 10) Tensor label();",
                "OnlyInputs: it has no layer — add a method like @Dense(units = 10) Tensor label();",
                "EmptyBlock: it has no layer — add a method like @Dense(units = 10) Tensor label();");
    }

    @Test
    void aBudgetNeedsAModel() {
        says("""
                /*!JQ108*/ @Budget(parameters = 10) interface M { }
                """, "M: @Budget limits a model, but M has no @Model — add @Model, or remove @Budget");
    }

    @Test
    void layersOutsideADefinitionAreStray() {
        says("""
                interface Forgotten {
                    /*!JQ109*/ @Input({4}) Tensor x();
                    /*!JQ109*/ @Dense(units = 2) Tensor y();
                    @SuppressWarnings("jacquard")
                    @Dense(units = 2) Tensor z();
                }
                """, "x: @Input has no effect because Forgotten is neither @Model nor @Block — put @Model or @Block on Forgotten",
                "y: @Dense has no effect because Forgotten is neither @Model nor @Block — put @Model or @Block on Forgotten");
    }

    @Test
    void generatedNamesAreFree() {
        says("""
                /*!JQ110*/ @Model interface M {
                    @Input({4}) Tensor x();
                    @Dense(units = 2) Tensor y();
                }
                class MNetwork { }
                class MCpu { }
                class MCuda { }
                """.replace("/*!JQ110*/", "/*!JQ110*/ /*!JQ110*/ /*!JQ110*/"),
                "M: the class MNetwork that is to be generated exists already — rename one of them",
                "M: the class MCpu that is to be generated exists already — rename one of them",
                "M: the class MCuda that is to be generated exists already — rename one of them");
    }
}
