package dev.jacquard.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.jacquard.cuda.kernel.KernelText;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No kernel is forgotten: a new one needs a network that launches it. */
class EveryKernelTest {
    private static final Pattern FUNCTION = Pattern.compile("(?m)^DEVICE \\w+ (\\w+)\\(");
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final String GENERATED = Check.all(false).stream().map(Check::net).distinct().map(Texts::ownOperations).map(EveryKernelTest::code)
            .collect(Collectors.joining("\n"));

    /** A text without its comments. */
    private static String code(String text) {
        return text.replaceAll("//.*", "");
    }

    private static Set<String> words(String text) {
        return WORD.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    /** Functions by name, with all that stands before the next one. */
    private static Map<String, String> functions(KernelText text) {
        Map<String, String> functions = new HashMap<>();
        for (String piece : code(text.text()).split("(?m)^(?=DEVICE )", -1)) {
            FUNCTION.matcher(piece).results().forEach(match -> functions.merge(match.group(1), piece, String::concat));
        }
        return functions;
    }

    @Test
    void everyFunctionOfTheOperationsRunsInSomeNetwork() {
        Map<String, String> functions = functions(KernelText.OPERATIONS);
        assertThat(functions).hasSizeGreaterThan(40).containsKeys("multiply", "binary_crossentropy", "softmax_gradient", "advance");
        Deque<String> open = new ArrayDeque<>(words(GENERATED));
        open.addAll(words(code(KernelText.COMMON.text())));
        Set<String> met = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.pop();
            if (met.add(name)) {
                open.addAll(words(functions.getOrDefault(name, "")));
            }
        }
        assertThat(new TreeSet<>(functions.keySet())).allMatch(met::contains);
    }

    /** The number of columns of a product's result decides its tile: up to 16, up to 32, or more. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "linear; <\\d+, (\\d+)>", "linear_input_gradient; <(\\d+), \\d+>", "linear_kernel_gradient; <\\d+, (\\d+)>",
        "convolution; <Window<[^>]*>, (\\d+)>", "convolution_input_gradient; <Window<\\d+, \\d+, (\\d+),",
        "convolution_kernel_gradient; <Window<[^>]*>, (\\d+)>"}) void everyProductRunsInEveryTile(String template, String columns) {
        assertThat(Pattern.compile(" " + template + columns).matcher(GENERATED).results().map(match -> Integer.parseInt(match.group(1))))
                .anyMatch(count -> count <= 16).anyMatch(count -> count > 16 && count <= 32).anyMatch(count -> count > 32);
    }

    @Test
    void aSoftmaxMeetsLabelsAndDistributions() {
        assertThat(GENERATED).containsPattern("softmax_crossentropy<\\d+, true>").containsPattern("softmax_crossentropy<\\d+, false>");
    }
}
