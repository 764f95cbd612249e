package dev.jacquard.processor;

import static dev.jacquard.processor.Expectation.says;

import org.junit.jupiter.api.Test;

class WiringMessagesTest {
    @Test
    void somethingComesIn() {
        says("""
                /*!JQ301*/ @Model interface M {
                    /*!JQ305*/ @Dense(units = 4) Tensor x();
                }
                """, "M: nothing comes in — add a method like @Input({784}) Tensor x(); before the first layer",
                "x: Dense takes the value declared just before it, but it is the first"
                        + " — declare an @Input before it, or name its input as a parameter");
    }

    @Test
    void namesAreKnown() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor image();
                    @Dense(units = 4) Tensor hidden();
                    @Add Tensor sum(Tensor hiden, Tensor /*!JQ302*/ imgae);
                    @Dense(units = 4) Tensor y(Tensor /*!JQ302*/ somethingElse);
                }
                """.replace("hiden", "/*!JQ302*/ hiden"), "sum: there is no value hiden in M — did you mean hidden?",
                "sum: there is no value imgae in M — did you mean image?",
                "y: there is no value somethingElse in M — there are image, hidden, sum");
    }

    @Test
    void namesMayComeLater() {
        says("""
                @Model interface M {
                    @Dense(units = 4) Tensor hidden(Tensor image);
                    @Input({4}) Tensor image();
                    @Dense(units = 4) Tensor y(Tensor hidden);
                }
                """);
    }

    @Test
    void nothingIsMadeFromItself() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Add Tensor y(Tensor x, Tensor /*!JQ303*/ y);
                }
                """, "y: it is made from itself — name the value it is to be made from");
    }

    @Test
    void aCircleShowsItsPath() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Add Tensor a(Tensor x, Tensor c);
                    @Dense(units = 4) Tensor b(Tensor a);
                    @Dense(units = 4) Tensor c(Tensor /*!JQ304*/ b);
                }
                """.replace("c(Tensor /*!JQ304*/ b)", "c(Tensor b)").replace("b(Tensor a)", "b(Tensor /*!JQ304*/ a)"),
                "b: it is made from itself: b → c → a → b — break the circle");
    }

    @Test
    void layersTakeTheirNumberOfValues() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    /*!JQ307*/ @Add Tensor a();
                    /*!JQ307*/ @Concatenate Tensor b(Tensor x);
                    @Dense(units = 4) Tensor c(Tensor x, Tensor /*!JQ306*/ a);
                    @Dense(units = 4) Tensor d(Tensor c);
                }
                """, "a: Add takes 2 or more values but gets 1 — name them as parameters: a(Tensor a, Tensor b)",
                "b: Concatenate takes 2 or more values but gets 1 — name them as parameters: b(Tensor a, Tensor b)",
                "c: Dense takes 1 value but gets 2 (x, a) — put an @Add or @Concatenate before it, or name one");
    }

    @Test
    void unusedValuesAreSaidOnceAChain() {
        says("""
                @Model interface M {
                    /*!JQ309*/ @Input({4}) Tensor other();
                    @Input({4}) Tensor x();
                    @Dense(units = 4) Tensor a(Tensor x);
                    /*!JQ308*/ @Dense(units = 4) Tensor b(Tensor a);
                    @Dense(units = 4) Tensor y(Tensor x);
                }
                """, "other: no result depends on this @Input — name it as a parameter of a layer, or remove it",
                "b: nothing is made from this Dense, so it is left out of the network — name it as a parameter, mark it @Output, or remove it");
    }

    @Test
    void unusedValuesAreSaidBesideOtherMistakes() {
        says("""
                @Block interface Part {
                    @Input Tensor x();
                    @Dense(units = 4) Tensor b(Tensor /*!JQ302*/ xx);
                    @Dense(units = 4) Tensor c(Tensor x);
                }
                @Model interface M {
                    /*!JQ309*/ @Input({4}) Tensor other();
                    @Input({4}) Tensor x();
                    /*!JQ308*/ @Dense(units = 4) Tensor a(Tensor x);
                    Part part(Tensor x);
                    @Dense(units = /*!JQ404*/ 0) Tensor y(Tensor part);
                }
                """, "other: no result depends on this @Input — name it as a parameter of a layer, or remove it",
                "a: nothing is made from this Dense, so it is left out of the network — name it as a parameter, mark it @Output, or remove it",
                "y: units is 0, but it is at least 1 — write units = 1 or more", "b: there is no value xx in Part — did you mean x?");
    }

    @Test
    void whatAMisspeltNameMayMeanIsNotCalledUnused() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Dense(units = 4) Tensor hidden();
                    @Dense(units = 4) Tensor other(Tensor x);
                    @Dense(units = 4) Tensor y(Tensor /*!JQ302*/ hiden);
                }
                """, "y: there is no value hiden in M — did you mean hidden?");
    }

    @Test
    void outputsAreUsed() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Dense(units = 4) @Output Tensor a(Tensor x);
                    @Dense(units = 4) @Output Tensor b(Tensor x);
                }
                """);
    }

    @Test
    void mistakesInABlockAreSaidInTheBlockOnce() {
        says("""
                @Block interface Part {
                    @Input Tensor x();
                    @Dense(units = /*!JQ404*/ 0) Tensor a();
                    @Dense(units = 4) Tensor b(Tensor /*!JQ302*/ xx);
                    @Add Tensor y(Tensor a, Tensor b);
                }
                @Model interface M {
                    @Input({4}) Tensor x();
                    Part one();
                    Part two();
                }
                """, "a: units is 0, but it is at least 1 — write units = 1 or more", "b: there is no value xx in Part — did you mean x?");
    }
}
