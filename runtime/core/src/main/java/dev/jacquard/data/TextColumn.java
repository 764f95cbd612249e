package dev.jacquard.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.jacquard.DataException;
import dev.jacquard.Suggestion;

/** The different texts of one column of a file: numbered as they come, put in order when all are known. */
final class TextColumn {
    private final String place;
    private final List<String> given;
    private final Map<String, Integer> codes = new LinkedHashMap<>();
    private final List<Long> lines = new ArrayList<>();

    /**
     * A column without texts.
     *
     * @param place file and column, for messages
     * @param given all texts there may be, in order; empty to sort what comes
     */
    TextColumn(String place, List<String> given) {
        this.place = place;
        this.given = given;
    }

    /** The number of a text for now: the order of first appearance. */
    int code(String text, long line) {
        return codes.computeIfAbsent(text, _ -> {
            lines.add(line);
            return codes.size();
        });
    }

    /** The texts in their final order. */
    List<String> names() {
        return given.isEmpty() ? sorted() : given;
    }

    private List<String> sorted() {
        boolean numbers = codes.keySet().stream().allMatch(TextColumn::isInteger);
        Comparator<String> order = numbers ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder();
        return codes.keySet().stream().sorted(order.thenComparing(Comparator.naturalOrder())).toList();
    }

    /**
     * The final number of each code.
     *
     * @throws DataException for a text that is none of those given: with its line
     */
    int[] numbers() {
        List<String> names = names();
        boolean direct = !given.isEmpty() && !codes.keySet().stream().allMatch(given::contains)
                && codes.keySet().stream().allMatch(TextColumn::isInteger);
        int[] numbers = new int[codes.size()];
        codes.forEach((text, code) -> {
            numbers[code] = direct ? Math.clamp(Long.parseLong(text), -1, Integer.MAX_VALUE) : names.indexOf(text);
            if (numbers[code] < 0 || numbers[code] >= names.size()) {
                throw new DataException(place + ", line " + lines.get(code) + ": '" + text + "' is none of the " + names.size() + " given"
                        + Suggestion.among(text, names));
            }
        });
        return numbers;
    }

    private static boolean isInteger(String text) {
        return text.matches("-?\\d{1,18}");
    }
}
