package dev.jacquard.processor;

import static dev.jacquard.processor.Expectation.says;

import java.util.List;

import org.junit.jupiter.api.Test;

class TrainingMessagesTest {
    @Test
    void classesNeedASoftmax() {
        says("""
                @Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY) interface A {
                    @Input({4}) Tensor x();
                    /*!JQ601*/ @Dense(units = 3) Tensor y();
                }
                @Model(loss = CATEGORICAL_CROSSENTROPY) interface B {
                    @Input({4}) Tensor x();
                    @Dense(units = 3, activation = /*!JQ601*/ SIGMOID) Tensor y();
                }
                @Model(loss = CATEGORICAL_CROSSENTROPY) interface C {
                    @Input({4}) Tensor x();
                    @Dense(units = 3) Tensor h();
                    /*!JQ601*/ @BatchNorm Tensor y();
                }
                @Model(loss = CATEGORICAL_CROSSENTROPY) interface D {
                    @Input({4}) Tensor x();
                    @Dense(units = 3) Tensor h();
                    @Activate(/*!JQ601*/ RELU) Tensor y();
                }
                """, "y: SPARSE_CATEGORICAL_CROSSENTROPY needs the probabilities of a SOFTMAX, but this Dense has activation LINEAR"
                + " — write activation = SOFTMAX",
                "y: CATEGORICAL_CROSSENTROPY needs the probabilities of a SOFTMAX, but this Dense has activation SIGMOID"
                        + " — write activation = SOFTMAX, or use BINARY_CROSSENTROPY where several classes can be right at once",
                "y: CATEGORICAL_CROSSENTROPY needs the probabilities of a SOFTMAX, but y comes from BatchNorm — put @Activate(SOFTMAX) behind it",
                "y: CATEGORICAL_CROSSENTROPY needs the probabilities of a SOFTMAX, but this Activate has activation RELU — write @Activate(SOFTMAX)");
    }

    @Test
    void yesOrNoNeedsASigmoid() {
        says("""
                @Model(loss = BINARY_CROSSENTROPY) interface A {
                    @Input({4}) Tensor x();
                    @Dense(units = 3, activation = /*!JQ602*/ SOFTMAX) Tensor y();
                }
                @Model interface B {
                    @Input({4}) Tensor x();
                    /*!JQ602*/ @Dense(units = 1) @Output(loss = BINARY_CROSSENTROPY) Tensor y();
                }
                @Model(loss = BINARY_CROSSENTROPY) interface Fine {
                    @Input({4}) Tensor x();
                    @Dense(units = 4, activation = SIGMOID) Tensor h();
                    @Reshape({2, 2}) Tensor y();
                }
                """, "y: BINARY_CROSSENTROPY needs the probabilities of a SIGMOID, but this Dense has activation SOFTMAX"
                + " — use CATEGORICAL_CROSSENTROPY, or write activation = SIGMOID where several classes can be right at once",
                "y: BINARY_CROSSENTROPY needs the probabilities of a SIGMOID, but this Dense has activation LINEAR — write activation = SIGMOID");
    }

    @Test
    void oneNumberHasNoClasses() {
        says("""
                @Model(loss = /*!JQ603*/ SPARSE_CATEGORICAL_CROSSENTROPY) interface A {
                    @Input({4}) Tensor x();
                    @Dense(units = 1, activation = SOFTMAX) Tensor y();
                }
                @Model interface B {
                    @Input({4}) Tensor x();
                    @Dense(units = 1, activation = SIGMOID) @Output(loss = /*!JQ603*/ CATEGORICAL_CROSSENTROPY) Tensor y();
                }
                @Model(loss = NONE) interface C {
                    @Input({4}) Tensor x();
                    @Dense(units = 1, activation = /*!JQ604*/ SOFTMAX) Tensor y();
                }
                @Model(loss = /*!JQ603*/ CATEGORICAL_CROSSENTROPY) interface D {
                    @Input({4, 4, 1}) Tensor x();
                    @Conv2D(filters = 1, kernel = 3, activation = SOFTMAX) Tensor y();
                }
                @Model(loss = NONE) interface E {
                    @Input({4}) Tensor x();
                    @Dense(units = 1) Tensor h();
                    @Activate(/*!JQ604*/ SOFTMAX) Tensor y();
                }
                """, "y: SPARSE_CATEGORICAL_CROSSENTROPY chooses between classes, but y is (1)"
                + " — write units = the number of classes, or use BINARY_CROSSENTROPY with SIGMOID for yes or no",
                "y: CATEGORICAL_CROSSENTROPY chooses between classes, but y is (1)"
                        + " — write units = the number of classes, or use BINARY_CROSSENTROPY with SIGMOID for yes or no",
                "y: a SOFTMAX over one number is always 1 — use SIGMOID, or write units = the number of classes",
                "y: CATEGORICAL_CROSSENTROPY chooses between classes, but y is (2, 2, 1)"
                        + " — write filters = the number of classes, or use BINARY_CROSSENTROPY with SIGMOID for yes or no",
                "y: a SOFTMAX over one number is always 1 — use SIGMOID, or give y a number for each class");
    }

    @Test
    void aSoftmaxStandsOnceAndLast() {
        says("""
                @Model(loss = CATEGORICAL_CROSSENTROPY) interface A {
                    @Input({4}) Tensor x();
                    @Dense(units = 3, activation = SOFTMAX) Tensor h();
                    @Activate(/*!JQ605*/ SOFTMAX) Tensor y();
                }
                @Model(loss = CATEGORICAL_CROSSENTROPY) interface B {
                    @Input({4}) Tensor x();
                    @Dense(units = 3, activation = /*!JQ606*/ SOFTMAX) Tensor h();
                    @Dense(units = 3, activation = SOFTMAX) Tensor y();
                }
                @Model interface Fine {
                    @Input({4}) Tensor x();
                    @Dense(units = 6, activation = SOFTMAX) Tensor h();
                    @Reshape({2, 3}) Tensor y();
                }
                """, "y: a SOFTMAX of h, which is a SOFTMAX already — keep one of them",
                "h: a SOFTMAX inside the network squeezes what the layers behind it can see — use RELU here, and SOFTMAX only for the result");
    }

    @Test
    void squaredErrorsDoNotFitASoftmax() {
        says("""
                @Model(loss = /*!JQ607*/ MEAN_SQUARED_ERROR) interface A {
                    @Input({4}) Tensor x();
                    @Dense(units = 3, activation = SOFTMAX) Tensor y();
                }
                """, "y: MEAN_SQUARED_ERROR learns slowly from a SOFTMAX because its gradient vanishes where it is wrong"
                + " — use CATEGORICAL_CROSSENTROPY");
    }

    @Test
    void lossesAndWeightsAreUsed() {
        says("""
                @Model(loss = /*!JQ609*/ MEAN_SQUARED_ERROR) interface A {
                    @Input({4}) Tensor x();
                    @Dense(units = 3) @Output(loss = MEAN_SQUARED_ERROR) Tensor y(Tensor x);
                    @Dense(units = 1, activation = SIGMOID) @Output(loss = BINARY_CROSSENTROPY, weight = 2) Tensor z(Tensor x);
                }
                @Model interface B {
                    @Input({4}) Tensor x();
                    @Dense(units = 3) @Output(weight = /*!JQ610*/ 2) Tensor y(Tensor x);
                }
                """, "A: the loss MEAN_SQUARED_ERROR is not used because every output names its own — remove it",
                "y: the weight 2.0 has no effect because this output has no loss — name a loss, or remove the weight");
    }

    @Test
    void resultsAreNotDropped() {
        says("""
                @Model(loss = CATEGORICAL_CROSSENTROPY) interface A {
                    @Input({4}) Tensor x();
                    @Dense(units = 3, activation = SOFTMAX) Tensor h();
                    /*!JQ611*/ @Dropout(0.5) Tensor y();
                }
                """, "y: a Dropout as the last layer would drop results — remove it, or put it before the last layer");
    }

    @Test
    void equalKernelsLearnTheSame() {
        says("""
                @Model(loss = MEAN_SQUARED_ERROR) interface A {
                    @Input({4}) Tensor x();
                    @Dense(units = 8, kernelInitializer = /*!JQ612*/ @Initializer(ZEROS)) Tensor h();
                    @Dense(units = 1, kernelInitializer = @Initializer(ZEROS)) Tensor y();
                }
                @Model(loss = MEAN_SQUARED_ERROR) interface B {
                    @Input({8, 8, 1}) Tensor x();
                    @Conv2D(filters = 8, kernel = 3, kernelInitializer = /*!JQ612*/ @Initializer(value = CONSTANT, constant = 0.1)) Tensor h();
                    @Flatten Tensor flat();
                    @SuppressWarnings("JQ612")
                    @Dense(units = 8, kernelInitializer = @Initializer(ONES)) Tensor i();
                    @Dense(units = 1) Tensor y();
                }
                """,
                "h: a kernel of equal numbers (ZEROS) makes all 8 units learn the same — remove kernelInitializer, or use GLOROT_UNIFORM or HE_UNIFORM",
                "h: a kernel of equal numbers (CONSTANT) makes all 8 filters learn the same — remove kernelInitializer, or use GLOROT_UNIFORM or HE_UNIFORM");
    }

    @Test
    void activationsAreNotRepeated() {
        says(List.of("-Ajacquard.notes=true"), """
                /*!JQ801*/ @Model(loss = CATEGORICAL_CROSSENTROPY) interface A {
                    @Input({4}) Tensor x();
                    @Dense(units = 3, activation = RELU) Tensor h();
                    @Activate(/*!JQ613*/ RELU) Tensor i();
                    @Activate(/*!JQ614*/ SOFTMAX) Tensor y();
                }
                """, "A: 4 layers, 15 parameters, 48 FLOPs a sample, 60 bytes of parameters, 28 bytes of values a sample",
                "i: a RELU of h, which is a RELU already — keep one of them",
                "y: a SOFTMAX of i, whose RELU cut off the negative scores — remove the RELU");
    }

    @Test
    void budgetsAreKept() {
        says("""
                @Budget(parameters = /*!JQ701*/ 100_000, flops = /*!JQ702*/ 200_000, memory = /*!JQ703*/ 400_000)
                @Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY) interface MnistMlp {
                    @Input({28, 28}) Tensor image();
                    @Flatten Tensor pixels();
                    @Dense(units = 128, activation = RELU) Tensor hidden();
                    @Dropout(0.2) Tensor kept();
                    @Dense(units = 10, activation = SOFTMAX) Tensor digit();
                }
                @Budget(parameters = 101_770, flops = 203_580, memory = 410_728)
                @Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY) interface Fine {
                    @Input({28, 28}) Tensor image();
                    @Flatten Tensor pixels();
                    @Dense(units = 128, activation = RELU) Tensor hidden();
                    @Dropout(0.2) Tensor kept();
                    @Dense(units = 10, activation = SOFTMAX) Tensor digit();
                }
                """, "MnistMlp: 101,770 parameters exceed the budget of 100,000 — the largest layers are hidden (100,480), digit (1,290)",
                "MnistMlp: 203,580 FLOPs a sample exceed the budget of 200,000 — the largest layers are hidden (200,960), digit (2,620)",
                "MnistMlp: 407,080 bytes of parameters and 3,648 of values exceed the budget of 400,000"
                        + " — the largest layers are hidden (402,432), digit (5,200), image (3,136)");
    }

    /** One mistake does not hide the others: these need no shapes, and a Dense layer is as wide as it says. */
    @Test
    void whatNeedsNoShapesIsSaidBesideAMistakeOfShape() {
        says("""
                @Model(loss = SPARSE_CATEGORICAL_CROSSENTROPY) interface A {
                    @Input({28, 28}) Tensor image();
                    /*!JQ501*/ @Dense(units = 128, activation = RELU) Tensor hidden();
                    /*!JQ601*/ @Dense(units = 10) Tensor y();
                }
                @Model interface B {
                    @Input({8, 8, 1}) Tensor image();
                    @Conv2D(filters = 4, kernel = /*!JQ504*/ 9) Tensor edges();
                    @Flatten Tensor flat();
                    @Dense(units = 1, activation = /*!JQ604*/ SOFTMAX) Tensor y();
                }
                @Model(loss = MEAN_SQUARED_ERROR) interface C {
                    @Input({4}) Tensor x();
                    /*!JQ503*/ @MaxPooling2D Tensor pooled();
                    /*!JQ611*/ @Dropout(0.5) Tensor y();
                }
                @Model interface D {
                    @Input({4}) Tensor x();
                    @Dense(units = /*!JQ404*/ 0, activation = SOFTMAX) Tensor h();
                    @Output(loss = BINARY_CROSSENTROPY) @Activate(/*!JQ602*/ RELU) Tensor a(Tensor h);
                    @Output(loss = BINARY_CROSSENTROPY) @Flatten Tensor b(Tensor h);
                    @Output(loss = CATEGORICAL_CROSSENTROPY) @Dense(units = 2, activation = /*!JQ601*/ RELU) Tensor c(Tensor /*!JQ302*/ hh);
                    @Output(loss = CATEGORICAL_CROSSENTROPY) @Activate(SOFTMAX) Tensor d(Tensor h);
                }
                """,
                "hidden: Dense expects (features) but image is (28, 28) — put @Flatten before it, or declare @Input({784})",
                "y: SPARSE_CATEGORICAL_CROSSENTROPY needs the probabilities of a SOFTMAX, but this Dense has activation LINEAR"
                        + " — write activation = SOFTMAX",
                "edges: the kernel (9, 9) does not fit into image (8, 8, 1) — make it smaller, or use padding = SAME",
                "y: a SOFTMAX over one number is always 1 — use SIGMOID, or write units = the number of classes",
                "pooled: MaxPooling2D expects (height, width, channels) but x is (4) — put a @Reshape to (height, width, channels) before it",
                "y: a Dropout as the last layer would drop results — remove it, or put it before the last layer",
                "h: units is 0, but it is at least 1 — write units = 1 or more",
                "a: BINARY_CROSSENTROPY needs the probabilities of a SIGMOID, but this Activate has activation RELU — write @Activate(SIGMOID)",
                "c: CATEGORICAL_CROSSENTROPY needs the probabilities of a SOFTMAX, but this Dense has activation RELU — write activation = SOFTMAX",
                "c: there is no value hh in D — did you mean h?");
    }

    @Test
    void aNoteSumsAModelUp() {
        says(List.of("-Ajacquard.notes=true"), """
                /*!JQ801*/ /*!JQ608*/ @Model interface One {
                    @Input({1}) Tensor x();
                    @Dense(units = 1, useBias = false) Tensor y();
                }
                """, "One: it has no loss, so it can predict but not be trained — name one in @Model(loss = …)",
                "One: 2 layers, 1 parameter, 2 FLOPs a sample, 4 bytes of parameters, 8 bytes of values a sample");
    }

    @Test
    void warningsAndNotesCanBeSilenced() {
        says(List.of("-Ajacquard.notes=true"), """
                @SuppressWarnings("jacquard")
                @Model interface A {
                    @Input({4}) Tensor x();
                    @Flatten Tensor flat();
                    @Dense(units = /*!JQ404*/ 0) Tensor y();
                }
                @SuppressWarnings({"unused", "JQ801"}) /*!JQ608*/ @Model interface B {
                    @Input({4}) Tensor x();
                    @SuppressWarnings("JQ506")
                    @Flatten Tensor flat();
                    @Dense(units = 3) Tensor y();
                }
                """, "y: units is 0, but it is at least 1 — write units = 1 or more",
                "B: it has no loss, so it can predict but not be trained — name one in @Model(loss = …)");
    }
}
