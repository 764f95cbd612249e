package dev.jacquard.processor;

import static dev.jacquard.processor.Expectation.says;

import org.junit.jupiter.api.Test;

class ShapeMessagesTest {
    @Test
    void denseTakesFeatures() {
        says("""
                @Model interface M {
                    @Input({28, 28}) Tensor image();
                    /*!JQ501*/ @Dense(units = 128) Tensor hidden();
                    @Reshape({28, 28, 1}) Tensor wide(Tensor image);
                    /*!JQ501*/ @Dense(units = 128) Tensor more();
                    @Add Tensor y(Tensor hidden, Tensor more);
                }
                """, "hidden: Dense expects (features) but image is (28, 28) — put @Flatten before it, or declare @Input({784})",
                "more: Dense expects (features) but wide is (28, 28, 1) — put @Flatten before it");
    }

    @Test
    void convolutionAndPoolingTakeImages() {
        says("""
                @Model interface M {
                    @Input({28, 28}) Tensor image();
                    /*!JQ502*/ @Conv2D(filters = 2, kernel = 3) Tensor a(Tensor image);
                    @Dense(units = 10) Tensor b(Tensor features);
                    /*!JQ502*/ @Conv2D(filters = 2, kernel = 3) Tensor c(Tensor b);
                    @Flatten Tensor features(Tensor image);
                    /*!JQ503*/ @MaxPooling2D Tensor d(Tensor features);
                    /*!JQ503*/ @AveragePooling2D Tensor e(Tensor image);
                    @Add Tensor y(Tensor a, Tensor c, Tensor d, Tensor e);
                }
                """, "a: Conv2D expects (height, width, channels) but image is (28, 28) — declare @Input({28, 28, 1}), channels last",
                "c: Conv2D expects (height, width, channels) but b is (10) — put a @Reshape to (height, width, channels) before it",
                "d: MaxPooling2D expects (height, width, channels) but features is (784) — put it before features",
                "e: AveragePooling2D expects (height, width, channels) but image is (28, 28) — declare @Input({28, 28, 1}), channels last");
    }

    @Test
    void windowsFitIntoTheirInput() {
        says("""
                @Model interface M {
                    @Input({4, 8, 1}) Tensor x();
                    @Conv2D(filters = 2, kernel = /*!JQ504*/ {5, 3}) Tensor a(Tensor x);
                    @Conv2D(filters = 2, kernel = /*!JQ504*/ 3, dilation = 2) Tensor b(Tensor x);
                    @Conv2D(filters = 2, kernel = 5, padding = SAME) Tensor c(Tensor x);
                    @MaxPooling2D(/*!JQ505*/ {5, 2}) Tensor d(Tensor x);
                    /*!JQ505*/ @AveragePooling2D Tensor e(Tensor narrow);
                    @MaxPooling2D({4, 8}) Tensor narrow(Tensor x);
                    @Concatenate Tensor y(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e);
                }
                """, "a: the kernel (5, 3) does not fit into x (4, 8, 1) — make it smaller, or use padding = SAME",
                "b: the kernel (3, 3) with dilation (2, 2) covers (5, 5) and does not fit into x (4, 8, 1) — make it smaller, or use padding = SAME",
                "d: the window (5, 2) does not fit into x (4, 8, 1) — make it smaller, or use padding = SAME",
                "e: the window (2, 2) does not fit into narrow (1, 1, 1) — make it smaller, or use padding = SAME");
    }

    @Test
    void flattenAndReshapeHaveSomethingToDo() {
        says("""
                @Model interface M {
                    @Input({24}) Tensor x();
                    /*!JQ506*/ @Flatten Tensor a();
                    @Reshape(/*!JQ509*/ {24}) Tensor b();
                    @Reshape({2, -1, 3}) Tensor c();
                    @Reshape(/*!JQ509*/ {2, 4, -1}) Tensor d();
                }
                """, "a: x is (24) and so flat already — remove a", "b: a has the shape (24) already — remove b",
                "d: c has the shape (2, 4, 3) already — remove d");
    }

    @Test
    void aReshapeKeepsTheNumbers() {
        says("""
                @Model interface M {
                    @Input({24}) Tensor x();
                    @Reshape(/*!JQ507*/ {5, 5}) Tensor a(Tensor x);
                    @Reshape(/*!JQ507*/ {12}) Tensor b(Tensor x);
                    @Reshape(/*!JQ508*/ {-1, 5}) Tensor c(Tensor x);
                    @Reshape(/*!JQ507*/ {65536, 65536, 65536, 65536}) Tensor d(Tensor x);
                    @Add Tensor y(Tensor a, Tensor b, Tensor c, Tensor d);
                }
                """, "a: x (24) has 24 numbers but (5, 5) has 25 — write dimensions whose product is 24",
                "b: x (24) has 24 numbers but (12) has 12 — write dimensions whose product is 24",
                "c: the 24 numbers of x (24) do not divide by the 5 of (-1, 5) — change the other dimensions",
                "d: x (24) has 24 numbers but (65536, 65536, 65536, 65536) has more than 4,294,967,295 — write dimensions whose product is 24");
    }

    @Test
    void summandsHaveOneShape() {
        says("""
                @Model interface M {
                    @Input({8, 8, 3}) Tensor x();
                    @Conv2D(filters = 16, kernel = 3, padding = SAME) Tensor a(Tensor x);
                    @Conv2D(filters = 16, kernel = 3, padding = SAME, strides = 2) Tensor b(Tensor x);
                    @Conv2D(filters = 3, kernel = 3) Tensor c(Tensor x);
                    @Add Tensor d(Tensor x, Tensor /*!JQ510*/ a);
                    @Add Tensor e(Tensor x, Tensor /*!JQ510*/ b);
                    @Add Tensor f(Tensor x, Tensor /*!JQ510*/ c);
                    @Flatten Tensor g(Tensor x);
                    @Dense(units = 4) Tensor h(Tensor g);
                    @Add Tensor i(Tensor g, Tensor /*!JQ510*/ h);
                    @Add Tensor j(Tensor x, Tensor /*!JQ510*/ h);
                    @Concatenate Tensor y(Tensor d, Tensor e, Tensor f, Tensor i, Tensor j);
                }
                """, "d: Add needs equal shapes, but x is (8, 8, 3) and a is (8, 8, 16) — bring x to 16 channels with a 1×1 @Conv2D",
                "e: Add needs equal shapes, but x is (8, 8, 3) and b is (4, 4, 16) — bring x to 16 channels with a 1×1 @Conv2D with strides",
                "f: Add needs equal shapes, but x is (8, 8, 3) and c is (6, 6, 3) — use padding = SAME and the same strides on both ways",
                "i: Add needs equal shapes, but g is (192) and h is (4) — give both the same number of units",
                "j: Add needs equal shapes, but x is (8, 8, 3) and h is (4) — bring both to one shape");
    }

    @Test
    void concatenationHasOneFreeAxis() {
        says("""
                @Model interface M {
                    @Input({8, 8, 3}) Tensor x();
                    @Input({8, 4, 3}) Tensor z();
                    @Concatenate(axis = /*!JQ511*/ 3) Tensor a(Tensor x, Tensor z);
                    @Concatenate(axis = /*!JQ511*/ -2) Tensor b(Tensor x, Tensor z);
                    @Concatenate Tensor c(Tensor x, Tensor /*!JQ512*/ z);
                    @Concatenate(axis = 1) Tensor d(Tensor x, Tensor z);
                    @Flatten Tensor e(Tensor d);
                    @Concatenate(axis = 1) Tensor f(Tensor x, Tensor /*!JQ512*/ e);
                    @Add Tensor y(Tensor a, Tensor b, Tensor c, Tensor f);
                }
                """, "a: there is no axis 3 in x (8, 8, 3) — write axis = 0 … 2, or -1 for the last",
                "b: there is no axis -2 in x (8, 8, 3) — write axis = 0 … 2, or -1 for the last",
                "c: along axis 2 all other dimensions must agree, but x is (8, 8, 3) and z is (8, 4, 3) — bring the other dimensions to the same sizes",
                "f: along axis 1 all other dimensions must agree, but x is (8, 8, 3) and e is (288) — put a @Flatten or @Reshape before it");
    }

    @Test
    void valuesAndParametersFitIntoAnArray() {
        says("""
                @Model interface M {
                    /*!JQ513*/ @Input({65536, 65536}) Tensor huge();
                    @Input({65536}) Tensor x();
                    @Dense(units = /*!JQ514*/ 65536) Tensor a();
                    @Input({1, 65536, 1}) Tensor z();
                    /*!JQ513*/ @Conv2D(filters = 65536, kernel = 1) Tensor b(Tensor z);
                    @Conv2D(filters = /*!JQ514*/ 2147483647, kernel = 2147483647, padding = SAME) Tensor c(Tensor z);
                    @Concatenate Tensor y(Tensor huge, Tensor a, Tensor b, Tensor c);
                }
                """, "huge: one sample of Input (65536, 65536) has more than 2,147,483,647 numbers — make it smaller",
                "a: the kernel of Dense over x (65536) has 4,294,967,296 numbers, more than 2,147,483,647 — make the layer or its input smaller",
                "b: one sample of Conv2D (1, 65536, 65536) has more than 2,147,483,647 numbers — make it smaller",
                "c: the kernel of Conv2D over z (1, 65536, 1) has 9,223,372,036,854,775,807 numbers, more than 2,147,483,647"
                        + " — make the layer or its input smaller");
    }

    @Test
    void aBlockKeepsTheShapeItDeclares() {
        says("""
                @Block interface Part {
                    @Input({4}) Tensor in();
                    @Dense(units = 4) Tensor out();
                }
                @Model interface M {
                    @Input({8}) Tensor x();
                    Part /*!JQ515*/ a();
                    Part b();
                }
                """, "a: Part declares its input in as (4) but x is (8) — leave the shape out of Part's @Input, or give it (4)");
    }

    @Test
    void shapesInsideABlockAreSaidThereWithTheCall() {
        says("""
                @Block interface Part {
                    @Input Tensor in();
                    /*!JQ501*/ @Dense(units = 4) Tensor out();
                }
                @Model interface M {
                    @Input({8, 8}) Tensor x();
                    Part part();
                }
                """, "part.out: Dense expects (features) but x is (8, 8) — put @Flatten before it, or declare @Input({64})");
    }
}
