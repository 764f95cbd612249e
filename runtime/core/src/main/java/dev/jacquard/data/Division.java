package dev.jacquard.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import dev.jacquard.DataException;

/** Data sets divided into parts, see {@link Dataset#split} and {@link Dataset#kFold}. */
final class Division {
    /** 0.7·10 is 6.999… in binary: such a share means the whole row. */
    private static final double ROUNDING = 1e-9;

    private Division() {
    }

    static Split split(Dataset data, double share, SplitSpec.Settings settings) {
        int size = data.size();
        int count = (int) Math.floor(share * size + 0.5 + ROUNDING);
        if (!(share > 0 && share < 1) || count < 1 || count >= size) {
            throw new DataException("split(" + share + ") of " + size + " rows leaves one part empty; the share lies between 0 and 1");
        }
        if (settings.ordered()) {
            return new Split(data.take(count), data.skip(count));
        }
        if (settings.stratified()) {
            int[][] parts = Partition.stratified(data.rowClasses("a stratified split"), count, settings.seed());
            return new Split(data.select(parts[0]), data.select(parts[1]));
        }
        int[] order = Partition.shuffled(size, settings.seed());
        return new Split(data.select(Arrays.copyOf(order, count)), data.select(Arrays.copyOfRange(order, count, size)));
    }

    static List<Split> folds(Dataset data, int folds, FoldSpec.Settings settings) {
        int size = data.size();
        if (folds < 2 || folds > size) {
            throw new DataException("kFold(" + folds + ") of " + size + " rows; there can be 2 to " + size + " folds");
        }
        Long seed = settings.seed();
        int[] order = seed == null ? Partition.ordered(size) : Partition.shuffled(size, seed);
        int[] fold = foldOfEach(data, order, folds, Objects.requireNonNullElse(settings.stratified(), data.hasRowClasses()));
        List<Split> splits = new ArrayList<>();
        for (int f = 0; f < folds; f++) {
            int tested = f;
            splits.add(new Split(rows(data, order, i -> fold[i] != tested), rows(data, order, i -> fold[i] == tested)));
        }
        return List.copyOf(splits);
    }

    private static int[] foldOfEach(Dataset data, int[] order, int folds, boolean stratified) {
        if (!stratified) {
            return Partition.consecutiveFolds(order.length, folds);
        }
        int[] classes = data.rowClasses("a stratified kFold");
        return Partition.stratifiedFolds(IntStream.of(order).map(row -> classes[row]).toArray(), folds);
    }

    private static Dataset rows(Dataset data, int[] order, IntPredicate belongs) {
        return data.select(IntStream.range(0, order.length).filter(belongs).map(i -> order[i]).toArray());
    }
}
