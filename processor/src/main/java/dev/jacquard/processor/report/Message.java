package dev.jacquard.processor.report;

import static javax.tools.Diagnostic.Kind.ERROR;
import static javax.tools.Diagnostic.Kind.NOTE;
import static javax.tools.Diagnostic.Kind.WARNING;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.Diagnostic;

/**
 * Every text the processor can say: what is wrong, in words that name the values, and what to change. Placeholders in braces are filled in the
 * order of their first appearance, the text before the remedy.
 */
public enum Message {
    // The definition as a type: JQ1xx
    NOT_A_DEFINITION("JQ101", ERROR, "{definition}: @{annotation} stands on {kind}", "make it an interface, or an abstract class"),
    DEFINITION_GENERIC("JQ102", ERROR, "{definition}: a definition has no type parameters", "remove <{parameters}>"),
    DEFINITION_PRIVATE("JQ103", ERROR, "{definition}: generated code cannot reach it because {type} is private", "remove private"),
    MODEL_AND_BLOCK("JQ104", ERROR, "{definition}: it is both @Model and @Block",
            "keep @Block, and write a @Model that has a method with return type {definition}"),
    LAYERS_INHERITED("JQ105", ERROR, "{definition}: methods inherited from {parent} would not become layers",
            "declare them in {definition}, or make {parent} a @Block and use it as a return type"),
    NO_LAYERS("JQ106", ERROR, "{definition}: it has no layer", "add a method like @Dense(units = 10) Tensor label();"),
    UNRESOLVED("JQ107", ERROR, "{definition}: no network could be made because {what} is not known to the compiler", "{remedy}"),
    BUDGET_ALONE("JQ108", ERROR, "{definition}: @Budget limits a model, but {definition} has no @Model", "add @Model, or remove @Budget"),
    STRAY_LAYER("JQ109", WARNING, "{method}: @{annotation} has no effect because {type} is neither @Model nor @Block",
            "put @Model or @Block on {type}"),
    NAME_GENERATED("JQ110", ERROR, "{definition}: the class {generated} that is to be generated exists already", "rename one of them"),
    FILE_REFUSED("JQ111", ERROR, "{definition}: the compiler refused a generated file ({reason})", "see whether two definitions have the same name"),

    // A method: JQ2xx
    NO_ANNOTATION("JQ201", ERROR, "{method}: nothing says how this value is made",
            "add a layer annotation such as @Dense, or give the method a body if it is a helper"),
    TWO_LAYERS("JQ202", ERROR, "{method}: a method makes one value, but has {annotations}", "write a method for each of them"),
    RETURN_TYPE("JQ203", ERROR, "{method}: it returns {type}, but a value of a network is a Tensor", "{remedy}"),
    METHOD_THROWS("JQ204", ERROR, "{method}: it is never called, so it throws nothing", "remove throws {exceptions}"),
    METHOD_GENERIC("JQ205", ERROR, "{method}: a value of a network has no type parameters", "remove <{parameters}>"),
    METHOD_HAS_BODY("JQ206", ERROR, "{method}: @{annotation} stands on a {modifier} method, but only abstract methods make values",
            "remove the body, or remove @{annotation}"),
    OVERLOADED("JQ207", ERROR, "{method}: there are {count} methods of this name, but a name is one value", "rename all but one of them"),
    PARAMETER_TYPE("JQ208", ERROR, "{method}: parameter {parameter} is of type {type}, but it names a value of the network",
            "write Tensor {parameter}"),
    NAME_TAKEN("JQ209", ERROR, "{method}: the generated network has a method {name}() of its own", "choose another name, such as {suggestion}"),
    BLOCK_WITH_LAYER("JQ210", ERROR, "{method}: {block} brings its own layers", "remove @{annotation}, or return Tensor"),
    BLOCK_INPUTS("JQ211", ERROR, "{method}: {block} has {expected} but gets {actual}", "name a value for each of ({inputs})"),
    BLOCK_RECURSION("JQ212", ERROR, "{method}: the block contains itself: {path}", "break the circle"),
    BLOCK_NAMES_LOST("JQ213", ERROR, "{method}: {block} comes from a class file that does not hold the parameter names its wiring is made of",
            "compile {block} with this processor, which writes {companion} beside it"),
    BLOCK_OUTPUTS("JQ214", ERROR, "{method}: a block has one result, but {block} has @Output on {outputs}", "keep one @Output"),
    BLOCK_LOSS("JQ215", WARNING, "{method}: a {attribute} in a block has no effect", "put it on the method of the model that returns {block}"),
    INPUT_PARAMETERS("JQ216", ERROR, "{method}: an @Input comes from outside and is made from nothing", "remove the parameters ({parameters})"),
    INPUT_IS_OUTPUT("JQ217", ERROR, "{method}: an @Input cannot be a result", "move @Output to a layer"),
    BLOCK_WIRING_STALE("JQ218", ERROR, "{method}: {block} and its {companion}, both from class files, do not have the same values",
            "compile {block} anew with this processor"),

    // Wiring: JQ3xx
    NO_INPUT("JQ301", ERROR, "{definition}: nothing comes in", "add a method like @Input({784}) Tensor x(); before the first layer"),
    UNKNOWN_NAME("JQ302", ERROR, "{method}: there is no value {name} in {definition}", "{remedy}"),
    READS_ITSELF("JQ303", ERROR, "{method}: it is made from itself", "name the value it is to be made from"),
    CYCLE("JQ304", ERROR, "{method}: it is made from itself: {path}", "break the circle"),
    NOTHING_BEFORE("JQ305", ERROR, "{method}: {type} takes the value declared just before it, but it is the first",
            "declare an @Input before it, or name its input as a parameter"),
    TOO_MANY_INPUTS("JQ306", ERROR, "{method}: {type} takes 1 value but gets {count} ({names})", "put {remedy} before it, or name one"),
    TOO_FEW_INPUTS("JQ307", ERROR, "{method}: {type} takes 2 or more values but gets {count}",
            "name them as parameters: {method}(Tensor a, Tensor b)"),
    UNUSED_VALUE("JQ308", WARNING, "{method}: nothing is made from this {type}, so it is left out of the network",
            "name it as a parameter, mark it @Output, or remove it"),
    UNUSED_INPUT("JQ309", ERROR, "{method}: no result depends on this @Input", "name it as a parameter of a layer, or remove it"),

    // An attribute by itself: JQ4xx
    RESHAPE_EMPTY("JQ401", ERROR, "{method}: @Reshape needs a shape", "write @Reshape({28, 28, 1}), without the batch"),
    INPUT_SHAPE_MISSING("JQ402", ERROR, "{method}: @Input needs the shape of one sample",
            "write @Input({784}) or @Input({28, 28, 1}), without the batch"),
    DIMENSION_RANGE("JQ403", ERROR, "{method}: dimension {index} of {shape} is {value}, but every dimension is at least 1",
            "{remedy}"),
    AT_LEAST_ONE("JQ404", ERROR, "{method}: {attribute} is {value}, but it is at least 1", "write {attribute} = 1 or more"),
    PAIR_LENGTH("JQ405", ERROR, "{method}: {what} has {count} numbers, but an image has a height and a width",
            "write {attribute} = {height, width}, or one number for both"),
    PAIR_RANGE("JQ406", ERROR, "{method}: {what} is {value}, but each number is at least 1", "write {attribute} = {1, 1} or more"),
    STRIDES_AND_DILATION("JQ407", ERROR, "{method}: strides {strides} and dilation {dilation} cannot both be greater than 1",
            "leave one of them out"),
    RESHAPE_OPEN("JQ408", ERROR, "{method}: {shape} leaves {count} dimensions open, but only one can follow from the others",
            "keep one -1"),
    DROPOUT_RANGE("JQ409", ERROR, "{method}: the probability to drop is {value}, but it is at least 0 and less than 1", "{remedy}"),
    DROPOUT_NOTHING("JQ410", WARNING, "{method}: a Dropout of 0 drops nothing", "write a rate such as 0.2, or remove {method}"),
    MOMENTUM_RANGE("JQ411", ERROR, "{method}: momentum is {value}, but it is the part of the average that is kept, in [0, 1]",
            "write momentum = 0.99, or another number in [0, 1]"),
    MOMENTUM_ONE("JQ412", WARNING, "{method}: with momentum 1 the moving averages never move from where they start, so inference normalises nothing",
            "write momentum = 0.99"),
    EPSILON_RANGE("JQ413", ERROR, "{method}: epsilon is {value}, but it keeps from dividing by zero and must be greater than 0",
            "write epsilon = 1e-3"),
    CONSTANT_FINITE("JQ414", ERROR, "{method}: {parameter} starts at {value}, which is not a finite number", "write a finite constant"),
    UNIFORM_BOUNDS("JQ415", ERROR, "{method}: {parameter} is drawn from [{minimum}, {maximum}), which is empty",
            "write a minimum less than the maximum, both finite"),
    NORMAL_DEVIATION("JQ416", ERROR, "{method}: {parameter} is drawn with mean {mean} and stddev {stddev}, but a deviation is greater than 0",
            "write finite numbers and stddev > 0, such as 0.05"),
    INITIALIZER_IGNORES("JQ417", WARNING, "{method}: {parameter} starts with {kind}, which does not use {attribute}", "remove {attribute}{remedy}"),
    PENALTY_RANGE("JQ418", ERROR, "{method}: {attribute} of {parameter} is {value}, but a penalty is at least 0",
            "write {attribute} = 1e-4, or leave it out"),
    BIAS_OFF("JQ419", WARNING, "{method}: {attribute} has no effect because useBias = false", "remove {attribute} or useBias"),
    OUTPUT_WEIGHT("JQ420", ERROR, "{method}: the weight of an output is {value}, but it is greater than 0",
            "write weight = 1, or another positive number"),
    BUDGET_RANGE("JQ421", ERROR, "{definition}: @Budget({attribute} = {value}) is negative", "write a positive limit, or 0 for none"),
    ACTIVATE_NOTHING("JQ422", WARNING, "{method}: Activate(LINEAR) changes nothing", "name an activation such as RELU, or remove {method}"),
    POOL_NOTHING("JQ423", WARNING, "{method}: {type} with a window of (1, 1) and a step of (1, 1) changes nothing",
            "write a window such as {2, 2}, or remove {method}"),

    // Shapes: JQ5xx
    DENSE_RANK("JQ501", ERROR, "{method}: Dense expects (features) but {input} is {shape}", "put @Flatten before it{remedy}"),
    CONVOLUTION_RANK("JQ502", ERROR, "{method}: {type} expects (height, width, channels) but {input} is {shape}", "{remedy}"),
    POOLING_RANK("JQ503", ERROR, "{method}: {type} expects (height, width, channels) but {input} is {shape}", "{remedy}"),
    KERNEL_TOO_LARGE("JQ504", ERROR, "{method}: the kernel {kernel} {spread}does not fit into {input} {shape}",
            "make it smaller, or use padding = SAME"),
    POOL_TOO_LARGE("JQ505", ERROR, "{method}: the window {pool} does not fit into {input} {shape}", "make it smaller, or use padding = SAME"),
    FLATTEN_FLAT("JQ506", WARNING, "{method}: {input} is {shape} and so flat already", "remove {method}"),
    RESHAPE_SIZE("JQ507", ERROR, "{method}: {input} {shape} has {size} numbers but {target} has {count}",
            "write dimensions whose product is {size}"),
    RESHAPE_DIVISIBLE("JQ508", ERROR, "{method}: the {size} numbers of {input} {shape} do not divide by the {count} of {target}",
            "change the other dimensions"),
    RESHAPE_SAME("JQ509", WARNING, "{method}: {input} has the shape {shape} already", "remove {method}"),
    ADD_SHAPES("JQ510", ERROR, "{method}: Add needs equal shapes, but {first} is {shape} and {second} is {other}", "{remedy}"),
    CONCATENATE_AXIS("JQ511", ERROR, "{method}: there is no axis {axis} in {input} {shape}", "write axis = 0 … {last}, or -1 for the last"),
    CONCATENATE_SHAPES("JQ512", ERROR, "{method}: along axis {axis} all other dimensions must agree, but {first} is {shape} and {second} is {other}",
            "{remedy}"),
    VALUE_TOO_LARGE("JQ513", ERROR, "{method}: one sample of {type} {shape} has more than 2,147,483,647 numbers", "make it smaller"),
    PARAMETER_TOO_LARGE("JQ514", ERROR, "{method}: the kernel of {type} over {input} {shape} has {count} numbers, more than 2,147,483,647",
            "make the layer or its input smaller"),
    BLOCK_INPUT_SHAPE("JQ515", ERROR, "{method}: {block} declares its input {input} as {expected} but {value} is {actual}",
            "leave the shape out of {block}'s @Input, or give it {expected}"),

    // What training would make of it: JQ6xx
    LOSS_NEEDS_SOFTMAX("JQ601", ERROR, "{method}: {loss} needs the probabilities of a SOFTMAX, but {has}", "{remedy}"),
    LOSS_NEEDS_SIGMOID("JQ602", ERROR, "{method}: BINARY_CROSSENTROPY needs the probabilities of a SIGMOID, but {has}", "{remedy}"),
    LOSS_NEEDS_CLASSES("JQ603", ERROR, "{method}: {loss} chooses between classes, but {method} is {shape}",
            "{remedy}, or use BINARY_CROSSENTROPY with SIGMOID for yes or no"),
    SOFTMAX_OF_ONE("JQ604", ERROR, "{method}: a SOFTMAX over one number is always 1", "use SIGMOID, or {remedy}"),
    SOFTMAX_TWICE("JQ605", ERROR, "{method}: a SOFTMAX of {input}, which is a SOFTMAX already", "keep one of them"),
    SOFTMAX_INSIDE("JQ606", WARNING, "{method}: a SOFTMAX inside the network squeezes what the layers behind it can see",
            "use RELU here, and SOFTMAX only for the result"),
    SQUARED_SOFTMAX("JQ607", WARNING, "{method}: MEAN_SQUARED_ERROR learns slowly from a SOFTMAX because its gradient vanishes where it is wrong",
            "use CATEGORICAL_CROSSENTROPY"),
    NO_LOSS("JQ608", NOTE, "{definition}: it has no loss, so it can predict but not be trained", "name one in @Model(loss = …)"),
    LOSS_UNUSED("JQ609", WARNING, "{definition}: the loss {loss} is not used because every output names its own", "remove it"),
    WEIGHT_UNUSED("JQ610", WARNING, "{method}: the weight {value} has no effect because this output has no loss",
            "name a loss, or remove the weight"),
    DROPOUT_LAST("JQ611", ERROR, "{method}: a Dropout as the last layer would drop results", "remove it, or put it before the last layer"),
    EQUAL_KERNEL("JQ612", WARNING, "{method}: a kernel of equal numbers ({kind}) makes all {count} {units} learn the same",
            "remove kernelInitializer, or use GLOROT_UNIFORM or HE_UNIFORM"),
    RELU_TWICE("JQ613", WARNING, "{method}: a RELU of {input}, which is a RELU already", "keep one of them"),
    SOFTMAX_OF_RELU("JQ614", NOTE, "{method}: a SOFTMAX of {input}, whose RELU cut off the negative scores", "remove the RELU"),
    DL4J_LACKS("JQ615", NOTE, "{method}: Deeplearning4j has no {what}, so {definition} cannot run on engine(DL4J)",
            "define it in other layers if it is to; the other engines run it as it is"),

    // Limits: JQ7xx
    BUDGET_PARAMETERS("JQ701", ERROR, "{definition}: {actual} parameters exceed the budget of {limit}", "the largest layers are {layers}"),
    BUDGET_FLOPS("JQ702", ERROR, "{definition}: {actual} FLOPs a sample exceed the budget of {limit}", "the largest layers are {layers}"),
    BUDGET_MEMORY("JQ703", ERROR, "{definition}: {parameters} bytes of parameters and {values} of values exceed the budget of {limit}",
            "the largest layers are {layers}"),

    // What every model says: JQ8xx
    SUMMARY("JQ801", NOTE, "{definition}: {layers}, {parameters}, {flops} a sample, {bytes} of parameters, {values} of values a sample", ""),

    // The processor itself: JQ9xx
    INTERNAL("JQ901", ERROR, "{definition}: the processor failed here by a mistake of its own ({failure})",
            "please report it together with the definition; -Ajacquard.trace=true shows where it failed");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]\\w*)}");

    private final String code;
    private final Diagnostic.Kind kind;
    private final String text;
    private final String remedy;

    Message(String code, Diagnostic.Kind kind, String text, String remedy) {
        this.code = code;
        this.kind = kind;
        this.text = text;
        this.remedy = remedy;
    }

    /** A stable name for searching: {@code JQ101}. */
    public String code() {
        return code;
    }

    /** How bad it is: ERROR stops the build, WARNING is a mistake that still compiles, NOTE is advice. */
    public Diagnostic.Kind kind() {
        return kind;
    }

    /** What is wrong, with placeholders. */
    public String text() {
        return text;
    }

    /** What to change, with placeholders. */
    public String remedy() {
        return remedy;
    }

    /**
     * The printed form: {@code text — remedy [code]}.
     *
     * @throws IllegalArgumentException when the number of values is not the number of placeholders
     */
    String format(List<Object> values) {
        List<String> names = new ArrayList<>();
        String filled = fill(text, names, values) + (remedy.isEmpty() ? "" : " — " + fill(remedy, names, values));
        if (names.size() != values.size()) {
            throw new IllegalArgumentException(name() + " has placeholders " + names + " but got " + values);
        }
        return filled + " [" + code + "]";
    }

    private static String fill(String template, List<String> names, List<Object> values) {
        return PLACEHOLDER.matcher(template).replaceAll(match -> {
            String name = match.group(1);
            if (!names.contains(name)) {
                names.add(name);
            }
            int index = names.indexOf(name);
            return Matcher.quoteReplacement(index < values.size() ? String.valueOf(values.get(index)) : match.group());
        });
    }
}
