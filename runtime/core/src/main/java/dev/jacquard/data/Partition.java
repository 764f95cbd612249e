package dev.jacquard.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Which rows go where: pure functions over row numbers. */
final class Partition {
    private Partition() {
    }

    /** The numbers 0 … rows−1 in an order that depends on the seed alone (Fisher, Yates). */
    static int[] shuffled(int rows, long seed) {
        int[] order = ordered(rows);
        shuffle(order, new SplittableRandom(seed));
        return order;
    }

    /** The numbers 0 … rows−1. */
    static int[] ordered(int rows) {
        int[] order = new int[rows];
        Arrays.setAll(order, i -> i);
        return order;
    }

    private static void shuffle(int[] order, SplittableRandom random) {
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int row = order[i];
            order[i] = order[other];
            order[other] = row;
        }
    }

    /**
     * Takes {@code count} rows so that every class keeps its share as nearly as whole rows allow (largest remainders first), both parts shuffled.
     *
     * @return the rows taken, then the rows left
     */
    static int[][] stratified(int[] classes, int count, long seed) {
        List<List<Integer>> members = members(classes);
        int[] quota = new int[members.size()];
        double[] remainder = new double[members.size()];
        int given = 0;
        for (int k = 0; k < quota.length; k++) {
            double exact = (double) members.get(k).size() * count / classes.length;
            quota[k] = (int) Math.floor(exact);
            remainder[k] = exact - quota[k];
            given += quota[k];
        }
        while (given < count) {
            int best = 0;
            for (int k = 1; k < quota.length; k++) {
                if (remainder[k] > remainder[best] + 1e-12) {
                    best = k;
                }
            }
            quota[best]++;
            remainder[best] -= 1;
            given++;
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] taken = new int[count];
        int[] left = new int[classes.length - count];
        int t = 0;
        int l = 0;
        for (int k = 0; k < quota.length; k++) {
            int[] rows = members.get(k).stream().mapToInt(Integer::intValue).toArray();
            shuffle(rows, random);
            for (int i = 0; i < rows.length; i++) {
                if (i < quota[k]) {
                    taken[t++] = rows[i];
                } else {
                    left[l++] = rows[i];
                }
            }
        }
        shuffle(taken, random);
        shuffle(left, random);
        return new int[][] {taken, left};
    }

    private static List<List<Integer>> members(int[] classes) {
        int highest = Arrays.stream(classes).max().orElse(0);
        List<List<Integer>> members = new ArrayList<>();
        for (int k = 0; k <= highest; k++) {
            members.add(new ArrayList<>());
        }
        for (int row = 0; row < classes.length; row++) {
            members.get(classes[row]).add(row);
        }
        return members;
    }

    /**
     * The fold of each position: consecutive runs, the first {@code rows % folds} one longer, as scikit-learn's KFold.
     */
    static int[] consecutiveFolds(int rows, int folds) {
        int[] fold = new int[rows];
        int row = 0;
        for (int f = 0; f < folds; f++) {
            int length = rows / folds + (f < rows % folds ? 1 : 0);
            Arrays.fill(fold, row, row + length, f);
            row += length;
        }
        return fold;
    }

    /**
     * The fold of each row so that every fold has every class' share, as scikit-learn's StratifiedKFold without shuffling: classes are taken in
     * the order of their first row; the rows sorted by class are dealt out in turn, which gives each fold's count of each class; each class'
     * rows then fill the folds in order.
     *
     * @param classes class of each row, in the order in which rows fill the folds
     */
    static int[] stratifiedFolds(int[] classes, int folds) {
        List<List<Integer>> members = members(classes);
        members.removeIf(List::isEmpty);
        members.sort((a, b) -> Integer.compare(a.getFirst(), b.getFirst()));
        int[] fold = new int[classes.length];
        int dealt = 0;
        for (List<Integer> rows : members) {
            int[] count = new int[folds];
            for (int i = 0; i < rows.size(); i++) {
                count[(dealt + i) % folds]++;
            }
            dealt += rows.size();
            int f = 0;
            for (int row : rows) {
                while (count[f] == 0) {
                    f++;
                }
                count[f]--;
                fold[row] = f;
            }
        }
        return fold;
    }
}
