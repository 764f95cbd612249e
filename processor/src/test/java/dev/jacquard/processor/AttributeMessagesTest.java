package dev.jacquard.processor;

import static dev.jacquard.processor.Expectation.says;

import org.junit.jupiter.api.Test;

class AttributeMessagesTest {
    @Test
    void widthsAreAtLeastOne() {
        says("""
                @Model interface M {
                    @Input({8, 8, 3}) Tensor x();
                    @Dense(units = /*!JQ404*/ 0) Tensor a();
                    /*!JQ308*/ @Dense(units = /*!JQ404*/ -3, activation = RELU) Tensor b();
                    @Conv2D(filters = /*!JQ404*/ 0, kernel = 3) Tensor c(Tensor x);
                }
                """, "a: units is 0, but it is at least 1 — write units = 1 or more",
                "b: nothing is made from this Dense, so it is left out of the network — name it as a parameter, mark it @Output, or remove it",
                "b: units is -3, but it is at least 1 — write units = 1 or more",
                "c: filters is 0, but it is at least 1 — write filters = 1 or more");
    }

    @Test
    void anInputHasAShape() {
        says("""
                @Model interface M {
                    /*!JQ402*/ @Input Tensor a();
                    @Input(/*!JQ402*/ {}) Tensor b();
                    @Input(/*!JQ403*/ {28, 0}) Tensor c();
                    @Input(/*!JQ403*/ {-1, 28}) Tensor d();
                    @Input(/*!JQ403*/ -5) Tensor e();
                    @Concatenate Tensor f(Tensor a, Tensor b, Tensor c, Tensor d, Tensor e);
                }
                @Block interface Fine {
                    @Input Tensor a();
                    @Flatten Tensor b();
                }
                """, "a: @Input needs the shape of one sample — write @Input({784}) or @Input({28, 28, 1}), without the batch",
                "b: @Input needs the shape of one sample — write @Input({784}) or @Input({28, 28, 1}), without the batch",
                "c: dimension 1 of (28, 0) is 0, but every dimension is at least 1 — write the size of one sample",
                "d: dimension 0 of (-1, 28) is -1, but every dimension is at least 1 — leave the batch out",
                "e: dimension 0 of (-5) is -5, but every dimension is at least 1 — write the size of one sample");
    }

    @Test
    void windowsHaveAHeightAndAWidth() {
        says("""
                @Model interface M {
                    @Input({8, 8, 3}) Tensor x();
                    @Conv2D(filters = 2, kernel = /*!JQ405*/ {3, 3, 3}, strides = /*!JQ406*/ 0, dilation = /*!JQ406*/ {1, -1}) Tensor a();
                    @Conv2D(filters = 2, kernel = /*!JQ405*/ {}) Tensor b();
                    @MaxPooling2D(/*!JQ406*/ {2, 0}) Tensor c();
                    @AveragePooling2D(value = 2, strides = /*!JQ405*/ {1, 2, 3}) Tensor d();
                }
                """, "a: kernel has 3 numbers, but an image has a height and a width — write kernel = {height, width}, or one number for both",
                "a: strides is (0, 0), but each number is at least 1 — write strides = {1, 1} or more",
                "a: dilation is (1, -1), but each number is at least 1 — write dilation = {1, 1} or more",
                "b: kernel has 0 numbers, but an image has a height and a width — write kernel = {height, width}, or one number for both",
                "c: the window is (2, 0), but each number is at least 1 — write value = {1, 1} or more",
                "d: strides has 3 numbers, but an image has a height and a width — write strides = {height, width}, or one number for both");
    }

    @Test
    void stridesAndDilationExcludeEachOther() {
        says("""
                @Model interface M {
                    @Input({8, 8, 3}) Tensor x();
                    @Conv2D(filters = 2, kernel = 3, strides = 2, dilation = /*!JQ407*/ {1, 2}) Tensor a();
                }
                """, "a: strides (2, 2) and dilation (1, 2) cannot both be greater than 1 — leave one of them out");
    }

    @Test
    void aReshapeLeavesAtMostOneDimensionOpen() {
        says("""
                @Model interface M {
                    @Input({24}) Tensor x();
                    @Reshape(/*!JQ401*/ {}) Tensor a(Tensor x);
                    @Reshape(/*!JQ408*/ {-1, 2, -1}) Tensor b(Tensor x);
                    @Reshape(/*!JQ403*/ {0, 24}) Tensor c(Tensor x);
                    @Add Tensor d(Tensor a, Tensor b, Tensor c);
                }
                """, "a: @Reshape needs a shape — write @Reshape({28, 28, 1}), without the batch",
                "b: (-1, 2, -1) leaves 2 dimensions open, but only one can follow from the others — keep one -1",
                "c: dimension 0 of (0, 24) is 0, but every dimension is at least 1 — write -1 where it is to follow from the others");
    }

    /** ECJ cannot find a place behind an empty array: the message stands at the method then. */
    @Test
    void emptyArraysDoNotHideOtherMessages() {
        says("""
                @Model(loss = MEAN_SQUARED_ERROR) interface M {
                    @Input({24}) Tensor x();
                    @Reshape(/*!JQ401*/ {}) @Output(weight = /*!JQ420 javac*/ 0) Tensor /*!JQ420 ecj*/ a();
                }
                """, "a: @Reshape needs a shape — write @Reshape({28, 28, 1}), without the batch",
                "a: the weight of an output is 0.0, but it is greater than 0 — write weight = 1, or another positive number");
    }

    @Test
    void aDropoutRateIsAProbabilityBelowOne() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Dropout(/*!JQ409*/ 1) Tensor a();
                    @Dropout(/*!JQ409*/ 20) Tensor b();
                    @Dropout(/*!JQ409*/ -0.1) Tensor c();
                    @Dropout(/*!JQ409*/ NaN) Tensor d();
                    @Dropout(/*!JQ410*/ 0) Tensor e();
                    @Dense(units = 2) Tensor y();
                }
                """, "a: the probability to drop is 1.0, but it is at least 0 and less than 1 — write a rate such as 0.2",
                "b: the probability to drop is 20.0, but it is at least 0 and less than 1 — write @Dropout(0.2)",
                "c: the probability to drop is -0.1, but it is at least 0 and less than 1 — write a rate such as 0.2",
                "d: the probability to drop is NaN, but it is at least 0 and less than 1 — write a rate such as 0.2",
                "e: a Dropout of 0 drops nothing — write a rate such as 0.2, or remove e");
    }

    @Test
    void normalisationHasAMomentumAndAnEpsilon() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    @BatchNorm(momentum = /*!JQ411*/ 1.5, epsilon = /*!JQ413*/ 0) Tensor a();
                    @BatchNorm(momentum = /*!JQ412*/ 1) Tensor b();
                    @BatchNorm(epsilon = /*!JQ413*/ POSITIVE_INFINITY) Tensor c();
                }
                """,
                "a: momentum is 1.5, but it is the part of the average that is kept, in [0, 1] — write momentum = 0.99, or another number in [0, 1]",
                "a: epsilon is 0.0, but it keeps from dividing by zero and must be greater than 0 — write epsilon = 1e-3",
                "b: with momentum 1 the moving averages never move from where they start, so inference normalises nothing — write momentum = 0.99",
                "c: epsilon is Infinity, but it keeps from dividing by zero and must be greater than 0 — write epsilon = 1e-3");
    }

    @Test
    void initialNumbersMakeSense() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Dense(units = 2, /*!JQ416 ecj*/ kernelInitializer = @Initializer(value = NORMAL, stddev = /*!JQ416 javac*/ 0)) Tensor a();
                    @Dense(units = 2, /*!JQ416 ecj*/ kernelInitializer = @Initializer(value = NORMAL, mean = /*!JQ416 javac*/ NaN)) Tensor b();
                    @Dense(units = 2, /*!JQ415 ecj*/ kernelInitializer = @Initializer(value = UNIFORM, minimum = 1, maximum = /*!JQ415 javac*/ 1)) Tensor c();
                    @Dense(units = 2, /*!JQ415 ecj*/ kernelInitializer = @Initializer(value = UNIFORM, minimum = /*!JQ415 javac*/ 1)) Tensor d();
                    @Dense(units = 2, /*!JQ414 ecj*/ biasInitializer = @Initializer(value = CONSTANT, constant = /*!JQ414 javac*/ POSITIVE_INFINITY)) Tensor e();
                    @Dense(units = 2, /*!JQ417 ecj*/ kernelInitializer = @Initializer(value = HE_NORMAL, stddev = /*!JQ417 javac*/ 0.1)) Tensor f();
                    @Dense(units = 2, /*!JQ417 ecj*/ biasInitializer = @Initializer(value = ZEROS, constant = /*!JQ417 javac*/ 0.1)) Tensor g();
                }
                """,
                "a: kernel is drawn with mean 0.0 and stddev 0.0, but a deviation is greater than 0 — write finite numbers and stddev > 0, such as 0.05",
                "b: kernel is drawn with mean NaN and stddev 0.05, but a deviation is greater than 0 — write finite numbers and stddev > 0, such as 0.05",
                "c: kernel is drawn from [1.0, 1.0), which is empty — write a minimum less than the maximum, both finite",
                "d: kernel is drawn from [1.0, 0.05), which is empty — write a minimum less than the maximum, both finite",
                "e: bias starts at Infinity, which is not a finite number — write a finite constant",
                "f: kernel starts with HE_NORMAL, which does not use stddev — remove stddev, or write NORMAL",
                "g: bias starts with ZEROS, which does not use constant — remove constant, or write CONSTANT");
    }

    @Test
    void penaltiesAreNotNegative() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Dense(units = 2, /*!JQ418 ecj*/ kernelRegularizer = @Regularizer(l1 = /*!JQ418 javac*/ -1, l2 = 0.1)) Tensor a();
                    @Dense(units = 2, /*!JQ418 ecj*/ biasRegularizer = @Regularizer(l2 = /*!JQ418 javac*/ NaN)) Tensor b();
                }
                """, "a: l1 of kernel is -1.0, but a penalty is at least 0 — write l1 = 1e-4, or leave it out",
                "b: l2 of bias is NaN, but a penalty is at least 0 — write l2 = 1e-4, or leave it out");
    }

    @Test
    void attributesOfNoBiasHaveNoEffect() {
        says("""
                @Model interface M {
                    @Input({4}) Tensor x();
                    @Dense(units = 2, useBias = false, biasInitializer = /*!JQ419*/ @Initializer(ONES)) Tensor a();
                    @Dense(units = 2, useBias = false, biasRegularizer = /*!JQ419*/ @Regularizer(l2 = 1)) Tensor b();
                }
                """, "a: biasInitializer has no effect because useBias = false — remove biasInitializer or useBias",
                "b: biasRegularizer has no effect because useBias = false — remove biasRegularizer or useBias");
    }

    @Test
    void weightsAndBudgetsArePositive() {
        says("""
                @Budget(parameters = /*!JQ421*/ -1) @Model(loss = MEAN_SQUARED_ERROR) interface M {
                    @Input({4}) Tensor x();
                    @Dense(units = 2) @Output(weight = /*!JQ420*/ 0) Tensor a();
                    @Dense(units = 2) @Output(weight = /*!JQ420*/ -1) Tensor b();
                }
                """, "M: @Budget(parameters = -1) is negative — write a positive limit, or 0 for none",
                "a: the weight of an output is 0.0, but it is greater than 0 — write weight = 1, or another positive number",
                "b: the weight of an output is -1.0, but it is greater than 0 — write weight = 1, or another positive number");
    }

    @Test
    void layersWithoutEffectAreSaid() {
        says("""
                @Model interface M {
                    @Input({8, 8, 3}) Tensor x();
                    @Activate(/*!JQ422*/ LINEAR) Tensor a();
                    @MaxPooling2D(/*!JQ423*/ 1) Tensor b();
                    @AveragePooling2D(value = /*!JQ423*/ {1, 1}, strides = 1) Tensor c();
                    @MaxPooling2D(value = 1, strides = 2) Tensor y();
                }
                """, "a: Activate(LINEAR) changes nothing — name an activation such as RELU, or remove a",
                "b: MaxPooling2D with a window of (1, 1) and a step of (1, 1) changes nothing — write a window such as {2, 2}, or remove b",
                "c: AveragePooling2D with a window of (1, 1) and a step of (1, 1) changes nothing — write a window such as {2, 2}, or remove c");
    }
}
