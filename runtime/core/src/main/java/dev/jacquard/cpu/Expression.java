package dev.jacquard.cpu;

import java.util.List;

/** The tree behind a {@link Formula}. */
sealed interface Expression {
    /** Element i of one of the inputs. */
    record Input(int index) implements Expression {
        @Override
        public String toString() {
            return "x" + index;
        }
    }

    /** The same number for every element. */
    record Constant(float value) implements Expression {
        @Override
        public String toString() {
            return value == (int) value ? Integer.toString((int) value) : Float.toString(value);
        }
    }

    /** A dropout mask. */
    record Mask(float rate) implements Expression {
        @Override
        public String toString() {
            return "dropoutMask(" + rate + ")";
        }
    }

    /** An operation; the parameter is 0 for those that have none. */
    record Apply(Op op, float parameter, List<Expression> operands) implements Expression {
        Expression operand(int index) {
            return operands.get(index);
        }

        @Override
        public String toString() {
            return switch (op) {
                case ADD, SUBTRACT, MULTIPLY, DIVIDE ->
                    within(operand(0), rank(op)) + " " + op.sign + " " + within(operand(1), rank(op) + (op == Op.ADD || op == Op.MULTIPLY ? 0 : 1));
                case NEGATE -> "-" + within(operand(0), 3);
                case LEAKY_RELU, POWER -> op.sign + "(" + operand(0) + ", " + new Constant(parameter) + ")";
                case SELECT -> "select(" + operand(0) + " > 0, " + operand(1) + ", " + operand(2) + ")";
                case MAX, MIN -> op.sign + "(" + operand(0) + ", " + operand(1) + ")";
                default -> op.sign + "(" + operand(0) + ")";
            };
        }

        private static int rank(Op op) {
            return switch (op) {
                case ADD, SUBTRACT -> 1;
                case MULTIPLY, DIVIDE -> 2;
                case NEGATE -> 3;
                default -> 4;
            };
        }

        /** In parentheses where it binds more weakly than its surroundings. */
        private static String within(Expression expression, int rank) {
            boolean weak = expression instanceof Apply apply ? rank(apply.op) < rank
                    : expression instanceof Constant constant && constant.value < 0 && rank > 1;
            return weak ? "(" + expression + ")" : expression.toString();
        }
    }
}
