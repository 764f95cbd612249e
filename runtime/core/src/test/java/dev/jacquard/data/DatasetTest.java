package dev.jacquard.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.jacquard.DataException;
import dev.jacquard.network.Column;
import dev.jacquard.network.Shape;

import org.junit.jupiter.api.Test;

class DatasetTest {
    private static final int[] CLASSES = {2, 0, 0, 1, 2, 2, 0, 1, 0, 2, 0, 0, 2};

    /** Row r holds 10·r and 10·r + 1. */
    private static float[][] rows(int count) {
        return IntStream.range(0, count).mapToObj(r -> new float[] {10 * r, 10 * r + 1}).toArray(float[][]::new);
    }

    private static int[] numbers(Dataset data) {
        return IntStream.range(0, data.size()).map(r -> (int) data.row(r)[0] / 10).toArray();
    }

    @Test
    void keepsWhatArraysHold() {
        Dataset data = Dataset.of(rows(3), new int[] {1, 0, 2});
        assertThat(data.size()).isEqualTo(3);
        assertThat(data.inputs().getFirst().shape()).isEqualTo(Shape.of(2));
        assertThat(data.row(2)).containsExactly(20, 21);
        assertThat(data.target(0)).containsExactly(1);
        assertThat(data.labels()).containsExactly(1, 0, 2);
        assertThat(data).hasToString("3 rows: input 0 (2) floats; target 0 (1) classes");
        assertThat(Dataset.of(rows(2), new float[] {0.5f, 1}).target(1)).containsExactly(1);
        assertThat(Dataset.of(rows(2), new float[][] {{1, 2, 3}, {4, 5, 6}}).target(1)).containsExactly(4, 5, 6);
        assertThat(Dataset.of(rows(2)).targets()).isEmpty();
    }

    @Test
    void isNotChangedByTheArraysItCameFrom() {
        float[][] x = rows(2);
        int[] y = {0, 1};
        Dataset data = Dataset.of(x, y);
        x[0][0] = 99;
        y[0] = 1;
        data.labels()[1] = 5;
        assertThat(data.row(0)).containsExactly(0, 1);
        assertThat(data.labels()).containsExactly(0, 1);
    }

    @Test
    void namesRowAndColumnOfWrongNumbers() {
        assertThatThrownBy(() -> Dataset.of(new float[][] {{1, 2}, {3, Float.NaN}})).isInstanceOf(DataException.class)
                .hasMessageContaining("x: row 1, column 1 is NaN");
        assertThatThrownBy(() -> Dataset.of(new float[][] {{1, Float.NEGATIVE_INFINITY}})).hasMessageContaining("row 0, column 1 is -Infinity");
        assertThatThrownBy(() -> Dataset.of(rows(2), new float[] {0, Float.NaN})).hasMessageContaining("y: row 1, column 0 is NaN");
        assertThatThrownBy(() -> Dataset.of(new float[][] {{1, 2}, {3}})).hasMessageContaining("row 1 has 1 numbers, but row 0 has 2");
        assertThatThrownBy(() -> Dataset.of(new float[0][])).hasMessageContaining("x has no rows");
        assertThatThrownBy(() -> Dataset.of(new float[][] {{}})).hasMessageContaining("row 0 is empty");
        assertThatThrownBy(() -> Dataset.of(new float[][] {{1}, null})).isInstanceOf(DataException.class).hasMessageContaining("x: row 1 is null");
        assertThatThrownBy(() -> Dataset.of(rows(2), new int[] {0, -1})).hasMessageContaining("y: row 1 has class -1");
        assertThatThrownBy(() -> Dataset.of(rows(2), new int[3])).hasMessageContaining("target 0 has 3 rows, but input 0 has 2");
    }

    @Test
    void takesSeveralNamedInputsAndTargets() {
        Dataset data = Dataset.of(d -> d.input("photo", rows(2)).input("age", new float[][] {{1}, {2}}).labels("species", new int[] {0, 3})
                .target("size", new float[] {0.5f, 0.25f}).labels("words", new int[][] {{1, 2}, {3, 4}})
                .target("box", new float[][] {{1}, {2}}));
        assertThat(data.inputNames()).containsExactly("photo", "age");
        assertThat(data.targetNames()).containsExactly("species", "size", "words", "box");
        assertThat(data.targets().get(2).shape()).isEqualTo(Shape.of(2));
        assertThat(data.scale("age", 10).inputs().get(1)).satisfies(c -> assertThat(RowReader.row(c, 1)).containsExactly(20));
        assertThatThrownBy(() -> data.reshape(2, 1)).hasMessageContaining("[photo, age]");
        assertThatThrownBy(() -> data.scale("agee", 1)).hasMessageContaining("did you mean 'age'?");
    }

    @Test
    void refusesColumnsThatDoNotBelongTogether() {
        assertThatThrownBy(() -> Dataset.of(d -> d.input("a", rows(2)).input("b", rows(3)))).hasMessageContaining("input 'b' has 3 rows")
                .hasMessageContaining("input 'a' has 2");
        assertThatThrownBy(() -> Dataset.of(d -> d.input("a", rows(2)).input("a", rows(2)))).hasMessageContaining("two inputs named 'a'");
        assertThatThrownBy(() -> Dataset.of(d -> d.labels("y", new int[1]))).hasMessageContaining("no input");
        assertThatThrownBy(() -> Dataset.of(d -> d.labels("y", new int[][] {{1, 2}, {3}}))).hasMessageContaining("row 1 has 1 classes");
        assertThatThrownBy(() -> Dataset.of(d -> d.labels("y", new int[][] {{1, -2}}))).hasMessageContaining("row 0, column 1 has class -2");
        Column small = new Column.Floats(MemorySegment.ofArray(new float[3]), 2, Shape.of(2));
        assertThatThrownBy(() -> Dataset.of(d -> d.input("a", small))).hasMessageContaining("16 bytes").hasMessageContaining("12");
        Column nan = new Column.Floats(MemorySegment.ofArray(new float[] {1, 2, 3, Float.NaN}), 2, Shape.of(2));
        assertThatThrownBy(() -> Dataset.of(d -> d.input("a", nan))).hasMessageContaining("'a': row 1, column 1 is NaN");
        Column negative = new Column.Labels(MemorySegment.ofArray(new int[] {1, -2}), 2, Shape.of(1));
        assertThatThrownBy(() -> Dataset.of(d -> d.input("a", rows(2)).target("y", negative))).hasMessageContaining("row 1 has class -2");
        Column odd = new Column.Bytes(MemorySegment.ofArray(new byte[4]), 2, Shape.of(2), Float.NaN, 0);
        assertThatThrownBy(() -> Dataset.of(d -> d.input("a", odd))).hasMessageContaining("NaN");
    }

    @Test
    void takesAndSkipsInPlace() {
        Dataset data = Dataset.of(rows(5), new int[] {0, 1, 2, 3, 4});
        assertThat(numbers(data.take(2))).containsExactly(0, 1);
        Dataset rest = data.skip(3);
        assertThat(numbers(rest)).containsExactly(3, 4);
        assertThat(rest.labels()).containsExactly(3, 4);
        assertThat(((Column.Floats) rest.inputs().getFirst()).values().address()).isEqualTo(
                ((Column.Floats) data.inputs().getFirst()).values().address() + 3 * 2 * 4);
        assertThat(numbers(data.take(5))).hasSize(5);
        assertThat(numbers(data.skip(0))).hasSize(5);
        assertThatThrownBy(() -> data.take(0)).hasMessageContaining("take(0) of 5 rows");
        assertThatThrownBy(() -> data.take(6)).hasMessageContaining("take(6) of 5 rows");
        assertThatThrownBy(() -> data.skip(5)).hasMessageContaining("skip(5) of 5 rows");
    }

    @Test
    void selectsRowsInAnyOrder() {
        Dataset data = Dataset.of(rows(4), new int[] {4, 5, 6, 7});
        Dataset some = data.select(3, 0, 3);
        assertThat(numbers(some)).containsExactly(3, 0, 3);
        assertThat(some.labels()).containsExactly(7, 4, 7);
        assertThatThrownBy(() -> data.select()).hasMessageContaining("without rows");
        assertThatThrownBy(() -> data.select(1, 4)).hasMessageContaining("row 4").hasMessageContaining("0 to 3");
        assertThatThrownBy(() -> data.select(-1)).hasMessageContaining("row -1");
    }

    @Test
    void shufflesBySeedAlone() {
        Dataset data = Dataset.of(rows(101));
        int[] order = numbers(data.shuffle(3));
        assertThat(order).isNotEqualTo(numbers(data)).isEqualTo(numbers(data.shuffle(3))).isNotEqualTo(numbers(data.shuffle(4)));
        assertThat(Arrays.stream(order).sorted().toArray()).isEqualTo(numbers(data));
    }

    @Test
    void splitsEveryRowIntoOnePart() {
        Dataset data = Dataset.of(rows(10));
        Split split = data.split(0.75);
        assertThat(split.train().size()).isEqualTo(8);
        assertThat(split.test().size()).isEqualTo(2);
        int[] all = IntStream.concat(Arrays.stream(numbers(split.train())), Arrays.stream(numbers(split.test()))).sorted().toArray();
        assertThat(all).isEqualTo(numbers(data));
        assertThat(numbers(data.split(0.5, s -> s.seed(1)).train())).isEqualTo(numbers(data.split(0.5, s -> s.seed(1)).train()))
                .isNotEqualTo(numbers(data.split(0.5, s -> s.seed(2)).train()));
        Split ordered = data.split(0.8, s -> s.ordered());
        assertThat(numbers(ordered.train())).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(numbers(ordered.test())).containsExactly(8, 9);
        assertThat(ordered.map(d -> d.take(1)).test().size()).isEqualTo(1);
    }

    @Test
    void refusesSplitsThatLeaveNothing() {
        Dataset data = Dataset.of(rows(10));
        for (double share : new double[] {0, 1, -0.5, 1.5, 0.01, 0.99, Double.NaN}) {
            assertThatThrownBy(() -> data.split(share)).as("%s", share).isInstanceOf(DataException.class)
                    .hasMessageContaining("split(" + share + ")");
        }
        assertThatThrownBy(() -> data.split(0.5, s -> s.stratified())).hasMessageContaining("one class number for each row");
        assertThatThrownBy(() -> data.split(0.5, s -> s.stratified().ordered())).hasMessageContaining("either ordered or stratified");
    }

    @Test
    void stratifiedSplitsKeepTheShareOfEveryClass() {
        int[] classes = IntStream.range(0, 100).map(i -> i < 60 ? 0 : i < 90 ? 1 : 2).toArray();
        Split split = Dataset.of(rows(100), classes).split(0.7, s -> s.stratified().seed(5));
        assertThat(counts(split.train())).containsExactly(42, 21, 7);
        assertThat(counts(split.test())).containsExactly(18, 9, 3);
        assertThat(split.train().labels()).isNotEqualTo(Arrays.stream(split.train().labels()).sorted().toArray());
        // 6·0.5, 2·0.5 and 5·0.5 rows: the half row over goes to one class
        Split odd = Dataset.of(rows(13), CLASSES).split(0.5, s -> s.stratified());
        assertThat(counts(odd.train())).containsExactly(3, 1, 3);
        assertThat(counts(odd.test())).containsExactly(3, 1, 2);
    }

    private static int[] counts(Dataset data) {
        int[] counts = new int[3];
        Arrays.stream(data.labels()).forEach(k -> counts[k]++);
        return counts;
    }

    /** Expected rows from scikit-learn 1.9.1, StratifiedKFold and KFold. */
    @Test
    void foldsAreThoseOfScikitLearn() {
        Dataset data = Dataset.of(rows(13), CLASSES);
        assertThat(data.kFold(3)).map(s -> numbers(s.test())).containsExactly(new int[] {0, 1, 2, 3, 4}, new int[] {5, 6, 8, 9},
                new int[] {7, 10, 11, 12});
        assertThat(data.kFold(4)).map(s -> numbers(s.test())).containsExactly(new int[] {0, 1, 3, 4}, new int[] {2, 5, 6},
                new int[] {8, 9, 10}, new int[] {7, 11, 12});
        assertThat(Dataset.of(rows(11)).kFold(4)).map(s -> numbers(s.test())).containsExactly(new int[] {0, 1, 2}, new int[] {3, 4, 5},
                new int[] {6, 7, 8}, new int[] {9, 10});
    }

    @Test
    void foldsTestEveryRowOnce() {
        Dataset data = Dataset.of(rows(13), CLASSES);
        for (List<Split> folds : List.of(data.kFold(5), data.kFold(5, f -> f.shuffle(9)), data.kFold(5, f -> f.stratified(false).shuffle(9)))) {
            assertThat(folds.stream().flatMapToInt(s -> Arrays.stream(numbers(s.test()))).sorted().toArray()).isEqualTo(numbers(data));
            for (Split fold : folds) {
                int[] all = IntStream.concat(Arrays.stream(numbers(fold.train())), Arrays.stream(numbers(fold.test()))).sorted().toArray();
                assertThat(all).isEqualTo(numbers(data));
            }
        }
        assertThat(data.kFold(13, f -> f.stratified(false))).hasSize(13);
        assertThatThrownBy(() -> data.kFold(14)).hasMessageContaining("kFold(14) of 13 rows");
        assertThatThrownBy(() -> data.kFold(1)).hasMessageContaining("kFold(1)");
        assertThatThrownBy(() -> Dataset.of(rows(4)).kFold(2, f -> f.stratified(true))).hasMessageContaining("one class number for each row");
    }

    @Test
    void reshapesWithoutCopying() {
        Dataset data = Dataset.of(new float[][] {{1, 2, 3, 4, 5, 6}});
        Dataset image = data.reshape(2, 3, 1);
        assertThat(image.inputs().getFirst().shape()).isEqualTo(Shape.of(2, 3, 1));
        assertThat(((Column.Floats) image.inputs().getFirst()).values()).isSameAs(((Column.Floats) data.inputs().getFirst()).values());
        assertThatThrownBy(() -> data.reshape(4, 2)).hasMessageContaining("(6)").hasMessageContaining("(4, 2)").hasMessageContaining("8 numbers");
    }

    @Test
    void scalingBytesKeepsThemBytes() {
        Column bytes = new Column.Bytes(MemorySegment.ofArray(new byte[] {0, (byte) 255, 51}), 3, Shape.of(1), 1, -51);
        Dataset data = Dataset.of(d -> d.input("x", bytes)).scale(1 / 51f);
        assertThat(data.inputs().getFirst()).isInstanceOf(Column.Bytes.class);
        assertThat(data.row(0)).containsExactly(-1);
        assertThat(data.row(1)[0]).isCloseTo(4, org.assertj.core.data.Offset.offset(1e-6f));
        assertThat(data.select(2, 1).row(0)[0]).isCloseTo(0, org.assertj.core.data.Offset.offset(1e-6f));
        assertThat(data.skip(1).row(1)[0]).isCloseTo(0, org.assertj.core.data.Offset.offset(1e-6f));
        assertThat(Dataset.of(rows(2)).scale(0.5f).row(1)).containsExactly(5, 5.5f);
        assertThatThrownBy(() -> data.scale(Float.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Dataset.of(new float[][] {{1e30f}}).scale(1e30f)).hasMessageContaining("row 0, column 0 is Infinity");
    }

    @Test
    void mapsRowsWhenTheyAreAskedFor() {
        Dataset data = Dataset.of(rows(4), new int[] {0, 1, 2, 3}).map(Shape.of(3), (row, pass, result) -> {
            result[0] = row[0] + row[1];
            result[1] = pass;
            result[2] = -1;
        });
        assertThat(data.inputs().getFirst()).isInstanceOf(Column.Computed.class);
        assertThat(data.row(2)).containsExactly(41, 0, -1);
        MemorySegment target = MemorySegment.ofArray(new float[5]);
        RowReader.read(data.inputs().getFirst(), 1, 7, target, 1);
        assertThat(target.toArray(ValueLayout.JAVA_FLOAT)).containsExactly(0, 21, 7, -1, 0);
        assertThat(data.select(3, 1).row(0)).containsExactly(61, 0, -1);
        assertThat(data.skip(2).row(1)).containsExactly(61, 0, -1);
        assertThat(data.reshape(3, 1).inputs().getFirst().shape()).isEqualTo(Shape.of(3, 1));
        assertThat(data.reshape(3, 1).row(1)).containsExactly(21, 0, -1);
        assertThat(data.scale(2).row(1)).containsExactly(42, 0, -2);
        Dataset kept = data.materialize();
        assertThat(kept.inputs().getFirst()).isInstanceOf(Column.Floats.class);
        assertThat(kept.row(2)).containsExactly(41, 0, -1);
        assertThat(kept.labels()).containsExactly(0, 1, 2, 3);
        assertThatThrownBy(() -> data.row(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void namesRowColumnAndPassOfComputedNumbersThatAreNotFinite() {
        Dataset data = Dataset.of(d -> d.input("photo", rows(4)).input("age", rows(4))).map("photo", Shape.of(3), (row, pass, result) -> {
            result[0] = row[0];
            result[2] = pass == 2 && row[0] == 20 ? Float.NaN : 1;
        });
        refusesRow(data.inputs().getFirst(), 2, "input 'photo' as mapped: row 2, column 2 is NaN in pass 2; let what computes it");
        refusesRow(data.skip(1).reshape("photo", 3, 1).inputs().getFirst(), 1, "row 2, column 2 is NaN in pass 2");
        refusesRow(data.scale("photo", 1e19f).scale("photo", 1e19f).inputs().getFirst(), 1,
                "input 'photo' times 1.0E19: row 1, column 0 is Infinity in pass 2");
        assertThatThrownBy(() -> Dataset.of(rows(2)).map(Shape.of(1), (row, pass, result) -> result[0] = 1 / (row[0] - 10)).materialize())
                .isInstanceOf(DataException.class).hasMessageContaining("input 0 as mapped: row 1, column 0 is Infinity in pass 0");
    }

    private static void refusesRow(Column column, int row, String message) {
        float[] target = new float[3];
        RowReader.read(column, 0, 2, MemorySegment.ofArray(target), 0);
        assertThatThrownBy(() -> RowReader.read(column, row, 2, MemorySegment.ofArray(target), 0)).isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    @Test
    void checksColumnsThatSomebodyElseComputes() {
        Column.Computed roots = new Column.Computed() {
            @Override
            public Shape shape() {
                return Shape.of(1);
            }

            @Override
            public int rows() {
                return 2;
            }

            @Override
            public void read(int row, int pass, MemorySegment target, long offset) {
                target.setAtIndex(ValueLayout.JAVA_FLOAT, offset, (float) Math.sqrt(-row));
            }
        };
        Dataset data = Dataset.of(d -> d.input("x", roots).target("y", roots));
        assertThatThrownBy(() -> data.row(1)).hasMessageContaining("input 'x': row 1, column 0 is NaN in pass 0");
        assertThatThrownBy(() -> data.target(1)).hasMessageContaining("target 'y': row 1, column 0 is NaN in pass 0");
    }

    @Test
    void mapsInSeveralThreadsAtOnce() {
        Dataset data = Dataset.of(rows(1000)).map(Shape.of(2), (row, pass, result) -> {
            result[0] = row[1];
            result[1] = row[0];
        });
        assertThat(IntStream.range(0, 1000).parallel().allMatch(r -> Arrays.equals(data.row(r), new float[] {10 * r + 1, 10 * r}))).isTrue();
    }

    @Test
    void writesClassesAsRowsWithASingleOne() {
        Dataset data = Dataset.of(rows(3), new int[] {2, 0, 1});
        assertThat(data.oneHot(3).target(0)).containsExactly(0, 0, 1);
        assertThat(data.oneHot(4).target(1)).containsExactly(1, 0, 0, 0);
        assertThatThrownBy(() -> data.oneHot(2)).hasMessageContaining("row 0 has class 2").hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> Dataset.of(rows(3)).oneHot(2)).hasMessageContaining("class number");
        for (int classes : new int[] {0, -1}) {
            assertThatThrownBy(() -> data.oneHot(classes)).isInstanceOf(IllegalArgumentException.class).hasMessage(
                    "oneHot takes at least 1 class, not " + classes + "; the rows go up to class 2: say oneHot(3)");
        }
    }

    @Test
    void inputsBecomeTargets() {
        Dataset data = Dataset.of(rows(3), new int[] {2, 0, 1}).inputsAsTargets();
        assertThat(data.targets().getFirst()).isSameAs(data.inputs().getFirst());
        assertThat(data.withoutTargets().targets()).isEmpty();
        assertThatThrownBy(data::labels).hasMessageContaining("not class numbers");
        assertThatThrownBy(() -> data.withoutTargets().target(0)).hasMessageContaining("no target");
    }

    @Test
    void keepsNamesOfFeaturesAndClasses() {
        Dataset data = Dataset.of(rows(3), new int[] {1, 0, 1}).withClassNames(List.of("no", "yes")).withFeatureNames(List.of("a", "b"));
        assertThat(data.classNames()).containsExactly("no", "yes");
        assertThat(data.take(1).classNames()).containsExactly("no", "yes");
        assertThat(data.select(1, 2).featureNames()).containsExactly("a", "b");
        assertThat(data.map(Shape.of(1), (row, pass, result) -> result[0] = row[0]).featureNames()).isEmpty();
        assertThat(Dataset.of(rows(2)).classNames()).isEmpty();
        assertThatThrownBy(() -> data.withClassNames(List.of("no"))).hasMessageContaining("class 1");
        assertThatThrownBy(() -> data.withFeatureNames(List.of("a"))).hasMessageContaining("1 feature names").hasMessageContaining("2 numbers");
    }
}
