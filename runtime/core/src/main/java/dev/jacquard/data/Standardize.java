package dev.jacquard.data;

import java.util.Arrays;

import dev.jacquard.DataException;
import dev.jacquard.network.Column;

/**
 * Gives every number of a row zero mean and unit variance over the rows it was fitted to: z = (x − μ) / σ, with the population's standard
 * deviation σ = √(Σ(x − μ)² / n), and σ = 1 for a number that never changes (as scikit-learn's {@code StandardScaler}). Fit it to the rows you
 * train with, apply it to all rows.
 */
public final class Standardize {
    private final double[] mean;
    private final double[] scale;

    private Standardize(double[] mean, double[] scale) {
        this.mean = mean;
        this.scale = scale;
    }

    /**
     * Measures the first input.
     *
     * @param train the rows to measure, each of any shape: every position counts for itself
     */
    public static Standardize fit(Dataset train) {
        Column column = train.inputs().getFirst();
        int width = column.width();
        double[] mean = new double[width];
        for (int row = 0; row < column.rows(); row++) {
            float[] numbers = RowReader.row(column, row);
            for (int i = 0; i < width; i++) {
                mean[i] += numbers[i];
            }
        }
        for (int i = 0; i < width; i++) {
            mean[i] /= column.rows();
        }
        double[] squares = new double[width];
        for (int row = 0; row < column.rows(); row++) {
            float[] numbers = RowReader.row(column, row);
            for (int i = 0; i < width; i++) {
                double distance = numbers[i] - mean[i];
                squares[i] += distance * distance;
            }
        }
        double[] scale = new double[width];
        for (int i = 0; i < width; i++) {
            double deviation = Math.sqrt(squares[i] / column.rows());
            // rounding of the mean leaves a constant number a deviation far below its own precision
            scale[i] = deviation <= 1e-12 * Math.abs(mean[i]) ? 1 : deviation;
        }
        return new Standardize(mean, scale);
    }

    /**
     * Standardises the first input, computed once and kept as floats.
     *
     * @throws DataException for rows of another width than those measured
     */
    public Dataset apply(Dataset data) {
        Column column = data.inputs().getFirst();
        if (column.width() != mean.length) {
            throw new DataException("rows of " + mean.length + " numbers were measured, but these have " + column.width());
        }
        RowFunction standardize = (row, pass, result) -> {
            for (int i = 0; i < row.length; i++) {
                result[i] = (float) ((row[i] - mean[i]) / scale[i]);
            }
        };
        return data.withInput(0, Preparation.computed(new MappedColumn(column, column.shape(), standardize)));
    }

    /** Measures the split's training part and standardises both parts with it. */
    public static Split of(Split split) {
        return split.map(fit(split.train())::apply);
    }

    /** μ of each number of a row. */
    public double[] mean() {
        return mean.clone();
    }

    /** σ of each number of a row; 1 where it never changes. */
    public double[] scale() {
        return scale.clone();
    }

    @Override
    public String toString() {
        return "Standardize[mean " + Arrays.toString(mean) + ", scale " + Arrays.toString(scale) + "]";
    }
}
