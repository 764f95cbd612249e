package dev.jacquard.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link Formula} as a list of operations on registers, each of which holds a block of elements. Operands below {@link Formula#MAX_INPUTS}
 * are the inputs, {@link #OUTPUT} is the output, all others registers. Equal subexpressions are computed once; the last operation writes the
 * output, so a formula of one operation is one loop without registers.
 */
final class FormulaProgram {
    /** The operand that stands for the output block. */
    static final int OUTPUT = Formula.MAX_INPUTS;
    /** The operand of the first register. */
    static final int FIRST_REGISTER = OUTPUT + 1;

    final Op[] ops;
    /** Four operands an operation: where the result goes, then a, b and c. */
    final int[] operands;
    final float[] parameters;
    /** Blocks of scratch memory needed. */
    final int registers;
    /** One more than the highest input read. */
    final int inputs;

    private FormulaProgram(List<Step> steps, int registers, int inputs) {
        ops = new Op[steps.size()];
        operands = new int[4 * steps.size()];
        parameters = new float[steps.size()];
        for (int i = 0; i < ops.length; i++) {
            Step step = steps.get(i);
            ops[i] = step.op;
            operands[4 * i] = step.result;
            System.arraycopy(step.operands, 0, operands, 4 * i + 1, step.operands.length);
            parameters[i] = step.parameter;
        }
        this.registers = registers;
        this.inputs = inputs;
    }

    static FormulaProgram of(Expression expression) {
        return new Compiler().compile(expression);
    }

    private static final class Step {
        final Op op;
        final float parameter;
        int result;
        final int[] operands;

        Step(Op op, float parameter, int result, int[] operands) {
            this.op = op;
            this.parameter = parameter;
            this.result = result;
            this.operands = operands;
        }
    }

    private static final class Compiler {
        private final List<Step> steps = new ArrayList<>();
        private final Map<Expression, Integer> known = new HashMap<>();
        private int values = FIRST_REGISTER;
        private int inputs;

        FormulaProgram compile(Expression expression) {
            int result = value(expression);
            if (result < OUTPUT) {
                emit(Op.COPY, 0, result);
            }
            steps.getLast().result = OUTPUT;
            return new FormulaProgram(steps, shareRegisters(), inputs);
        }

        private int value(Expression expression) {
            Integer before = known.get(expression);
            if (before != null) {
                return before;
            }
            int value = switch (expression) {
                case Expression.Input input -> {
                    inputs = Math.max(inputs, input.index() + 1);
                    yield input.index();
                }
                case Expression.Constant constant -> emit(Op.CONSTANT, constant.value());
                case Expression.Mask mask -> emit(Op.MASK, mask.rate());
                case Expression.Apply apply -> apply(apply);
            };
            known.put(expression, value);
            return value;
        }

        private int apply(Expression.Apply apply) {
            Op op = apply.op();
            if (op == Op.MULTIPLY) {
                int product = product(apply.operand(0), apply.operand(1));
                if (product < 0) {
                    product = product(apply.operand(1), apply.operand(0));
                }
                if (product >= 0) {
                    return product;
                }
            }
            if (op == Op.ADD && apply.operand(1) instanceof Expression.Constant constant) {
                return emit(Op.OFFSET, constant.value(), value(apply.operand(0)));
            }
            if (op == Op.ADD && apply.operand(0) instanceof Expression.Constant constant) {
                return emit(Op.OFFSET, constant.value(), value(apply.operand(1)));
            }
            if (op == Op.SUBTRACT && apply.operand(1) instanceof Expression.Constant constant) {
                return emit(Op.OFFSET, -constant.value(), value(apply.operand(0)));
            }
            int[] from = new int[op.operands];
            for (int i = 0; i < from.length; i++) {
                from[i] = value(apply.operand(i));
            }
            return emit(op, apply.parameter(), from);
        }

        /** One operation for a product with a constant, a step, a mask or one minus something; −1 where the second factor is none of these. */
        private int product(Expression first, Expression second) {
            if (known.containsKey(second)) {
                return -1;
            }
            if (second instanceof Expression.Constant constant) {
                return emit(Op.SCALE, constant.value(), value(first));
            }
            if (second instanceof Expression.Mask mask) {
                return emit(Op.TIMES_MASK, mask.rate(), value(first));
            }
            if (second instanceof Expression.Apply apply) {
                if (apply.op() == Op.STEP) {
                    return emit(Op.TIMES_STEP, 0, value(first), value(apply.operand(0)));
                }
                if (apply.op() == Op.SUBTRACT && apply.operand(0).equals(new Expression.Constant(1))) {
                    return emit(Op.TIMES_COMPLEMENT, 0, value(first), value(apply.operand(1)));
                }
            }
            return -1;
        }

        private int emit(Op op, float parameter, int... operands) {
            steps.add(new Step(op, parameter, values, operands));
            return values++;
        }

        /** Gives a register back after the last operation that reads it. Returns how many are needed. */
        private int shareRegisters() {
            int[] lastUse = new int[values];
            for (int i = 0; i < steps.size(); i++) {
                for (int operand : steps.get(i).operands) {
                    lastUse[operand] = i;
                }
            }
            int[] register = new int[values];
            List<Integer> free = new ArrayList<>();
            int used = 0;
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                for (int j = 0; j < step.operands.length; j++) {
                    int operand = step.operands[j];
                    if (operand >= FIRST_REGISTER) {
                        step.operands[j] = register[operand];
                        // Reading and writing the same block is safe: every operation goes element by element.
                        if (lastUse[operand] == i && !free.contains(register[operand])) {
                            free.add(register[operand]);
                        }
                    }
                }
                if (step.result >= FIRST_REGISTER) {
                    int assigned = free.isEmpty() ? FIRST_REGISTER + used++ : free.removeLast();
                    register[step.result] = assigned;
                    step.result = assigned;
                }
            }
            return used;
        }
    }
}
