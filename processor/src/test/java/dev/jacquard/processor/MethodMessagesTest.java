package dev.jacquard.processor;

import static dev.jacquard.processor.Expectation.says;

import org.junit.jupiter.api.Test;

class MethodMessagesTest {
    @Test
    void aMethodSaysHowItsValueIsMade() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    Tensor /*!JQ201*/ hidden();
                    @Output Tensor /*!JQ201*/ y();
                }
                """,
                "hidden: nothing says how this value is made — add a layer annotation such as @Dense, or give the method a body if it is a helper",
                "y: nothing says how this value is made — add a layer annotation such as @Dense, or give the method a body if it is a helper");
    }

    @Test
    void aMethodHasOneLayer() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Dense(units = 2) /*!JQ202*/ @Dropout(0.5) Tensor y();
                }
                """, "y: a method makes one value, but has @Dense and @Dropout — write a method for each of them");
    }

    @Test
    void aValueIsATensorOrABlock() {
        says("""
                interface Part { }
                @Model interface Other {
                    @Input({4}) Tensor x();
                    @Dense(units = 2) Tensor y();
                }
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Dense(units = 2) float[] /*!JQ203*/ a();
                    @Dense(units = 2) void /*!JQ203*/ b();
                    Part /*!JQ203*/ c();
                    Other /*!JQ203*/ d();
                    @Dense(units = 2) String /*!JQ203*/ e();
                }
                """, "a: it returns float[], but a value of a network is a Tensor — return Tensor",
                "b: it returns void, but a value of a network is a Tensor — return Tensor",
                "c: it returns Part, but a value of a network is a Tensor — return Tensor, or mark Part with @Block",
                "d: it returns Other, but a value of a network is a Tensor — make Other a @Block to use it as a part",
                "e: it returns String, but a value of a network is a Tensor — return Tensor");
    }

    @Test
    void aMethodThrowsNothingAndHasNoTypeParameters() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor /*!JQ204*/ x() throws Exception, java.io.IOException;
                    @Dense(units = 2) <T> Tensor /*!JQ205*/ y();
                }
                """, "x: it is never called, so it throws nothing — remove throws Exception, IOException",
                "y: a value of a network has no type parameters — remove <T>");
    }

    @Test
    void aMethodWithABodyMakesNoValue() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    /*!JQ206*/ @Dense(units = 2) default Tensor a() { return null; }
                    /*!JQ206*/ @Dropout(0.5) static Tensor b() { return null; }
                    /*!JQ206*/ @Output private Tensor c() { return null; }
                    @Dense(units = 2) Tensor y(Tensor x);
                }
                @Model abstract class N {
                    @Input({4}) abstract Tensor x();
                    /*!JQ206*/ @Dense(units = 2) Tensor a() { return null; }
                    @Dense(units = 2) abstract Tensor y(Tensor x);
                }
                """,
                "a: @Dense stands on a default method, but only abstract methods make values — remove the body, or remove @Dense",
                "b: @Dropout stands on a static method, but only abstract methods make values — remove the body, or remove @Dropout",
                "c: @Output stands on a private method, but only abstract methods make values — remove the body, or remove @Output",
                "a: @Dense stands on a concrete method, but only abstract methods make values — remove the body, or remove @Dense");
    }

    @Test
    void aNameIsOneValue() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Dense(units = 2) Tensor y();
                    @Dense(units = 2) Tensor /*!JQ207*/ y(Tensor x);
                }
                """, "y: there are 2 methods of this name, but a name is one value — rename all but one of them");
    }

    @Test
    void aParameterIsATensor() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Dense(units = 2) Tensor y(int /*!JQ208*/ x);
                    @Dense(units = 2) Tensor z(Tensor... /*!JQ208*/ y);
                }
                """, "y: parameter x is of type int, but it names a value of the network — write Tensor x",
                "z: parameter y is of type Tensor[], but it names a value of the network — write Tensor y");
    }

    @Test
    void aValueHasNoNameOfTheNetwork() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Dense(units = 2) Tensor /*!JQ209*/ summary();
                    @Dense(units = 2) Tensor y(Tensor summary);
                }
                @Block interface Fine {
                    @Input Tensor x();
                    @Dense(units = 2) Tensor summary();
                }
                """, "summary: the generated network has a method summary() of its own — choose another name, such as summaryValue");
    }

    private static final String BLOCK = """
            @Block interface Pair {
                @Input Tensor a();
                @Input({4}) Tensor b();
                @Add Tensor sum(Tensor a, Tensor b);
            }
            """;

    @Test
    void aBlockBringsItsLayers() {
        says(BLOCK + """
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Dense(units = 4) Tensor y();
                    /*!JQ210*/ @Dense(units = 4) Pair z(Tensor x, Tensor y);
                }
                """, "z: Pair brings its own layers — remove @Dense, or return Tensor");
    }

    @Test
    void aBlockGetsAValueForEachInput() {
        says(BLOCK + """
                @Model interface M {
                    @Input({4}) Tensor x();
                    Pair /*!JQ211*/ z();
                }
                @Model interface N {
                    @Input({4}) Tensor x();
                    @Input({4}) Tensor y();
                    @Input({4}) Tensor w();
                    Pair /*!JQ211*/ z(Tensor x, Tensor y, Tensor w);
                }
                """, "z: Pair has 2 inputs but gets 1 value — name a value for each of (a, b)",
                "z: Pair has 2 inputs but gets 3 values — name a value for each of (a, b)");
    }

    @Test
    void aBlockDoesNotContainItself() {
        says("""
                @Block interface A {
                    @Input Tensor x();
                    B /*!JQ212*/ y();
                }
                @Block interface B {
                    @Input Tensor x();
                    A /*!JQ212*/ y();
                }
                """, "y: the block contains itself: A → B → A — break the circle", "y: the block contains itself: B → A → B — break the circle");
    }

    @Test
    void aBlockHasOneResultAndNoLoss() {
        says("""
                @Block interface A {
                    @Input Tensor x();
                    @Dense(units = 4) @Output(loss = /*!JQ215*/ MEAN_SQUARED_ERROR) Tensor y();
                    @Dense(units = 4) /*!JQ214*/ @Output Tensor z();
                }
                """, "y: a loss in a block has no effect — put it on the method of the model that returns A",
                "z: a block has one result, but A has @Output on y and z — keep one @Output");
    }

    @Test
    void anInputIsMadeFromNothingAndIsNoResult() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Input({4}) Tensor w(Tensor /*!JQ216*/ x, Tensor y);
                    @Add Tensor y(Tensor x, Tensor w);
                    @Input({4}) /*!JQ217*/ @Output Tensor z();
                }
                """, "w: an @Input comes from outside and is made from nothing — remove the parameters (Tensor x, Tensor y)",
                "z: an @Input cannot be a result — move @Output to a layer");
    }
}
