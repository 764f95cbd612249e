package dev.jacquard.processor.emit.cuda;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.jacquard.processor.graph.Expr;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.Window;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import org.jspecify.annotations.Nullable;

/** Operations in the words of the runtime's {@code Routine}: what NVIDIA's libraries must know to do them instead of a kernel. */
final class Routines {
    private static final ClassName ROUTINE = ClassName.get("dev.jacquard.cuda", "Routine");
    private static final Expr RELU = Expr.apply(Expr.Function.RELU, Expr.IDENTITY);

    private Routines() {
    }

    /**
     * Java code of an operation's routine; null where no library has one.
     *
     * @param sums whether it makes the gradient of a bias as well
     */
    static @Nullable CodeBlock of(Op op, boolean sums) {
        return switch (op) {
            case Op.Linear(int _, int _, boolean bias, Expr activation) -> matrices(false, false, finish(bias, activation));
            case Op.LinearInputGradient _ -> matrices(false, true, "NONE");
            case Op.LinearKernelGradient _ -> matrices(true, false, sums ? "COLUMN_SUMS" : "NONE");
            case Op.Convolution(Window window, int filters, boolean bias, Expr activation) -> convolution("FORWARD", window, filters, finish(bias,
                    activation));
            case Op.ConvolutionInputGradient(Window window, int filters) -> convolution("INPUT_GRADIENT", window, filters, "NONE");
            case Op.ConvolutionKernelGradient(Window window, int filters) -> convolution("KERNEL_GRADIENT", window, filters, "NONE");
            default -> null;
        };
    }

    private static String finish(boolean bias, Expr activation) {
        if (activation.equals(Expr.IDENTITY)) {
            return bias ? "BIAS" : "NONE";
        }
        return activation.equals(RELU) ? bias ? "BIAS_RELU" : "RELU" : "OTHER";
    }

    private static CodeBlock matrices(boolean transposeLeft, boolean transposeRight, String finish) {
        return CodeBlock.of("new $1T.Matrices($2L, $3L, $1T.Finish.$4L)", ROUTINE, transposeLeft, transposeRight, finish);
    }

    private static CodeBlock convolution(String direction, Window w, int filters, String finish) {
        String window = Stream.of(w.height(), w.width(), w.channels(), w.size().height(), w.size().width(), w.strides().height(), w.strides().width(),
                w.dilation().height(), w.dilation().width(), w.padTop(), w.padBottom(), w.padLeft(), w.padRight()).map(String::valueOf).collect(
                        Collectors.joining(", "));
        return CodeBlock.of("new $1T.Convolution($1T.Direction.$2L, new $1T.Window($3L), $4L, $1T.Finish.$5L)", ROUTINE, direction, window, filters,
                finish);
    }
}
