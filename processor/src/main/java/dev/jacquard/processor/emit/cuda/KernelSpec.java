package dev.jacquard.processor.emit.cuda;

import java.util.List;

import com.palantir.javapoet.CodeBlock;

/**
 * One operation as a kernel.
 *
 * @param parameters of the kernel, without the batch: {@code float* y, const float* x}
 * @param operands   names of what is given for them
 * @param body       the call of a template
 * @param sum        the body of a second kernel that adds up parts; empty where the work is not shared out along z
 * @param work       Java code for how much there is to do
 */
record KernelSpec(List<String> parameters, List<String> operands, String body, String sum, CodeBlock work) {
    KernelSpec {
        parameters = List.copyOf(parameters);
        operands = List.copyOf(operands);
    }

    /** Text of the kernel under a name, and of the one that adds up its parts. */
    String text(String name) {
        String signature = String.join(", ", parameters);
        if (sum.isEmpty()) {
            return "KERNEL " + name + "(" + signature + ", const Batch* batch) {\n" + body + "}\n";
        }
        return "KERNEL " + name + "(" + signature + ", float* partial, const Batch* batch) {\n" + body + "}\n\n" + "KERNEL " + name + "_sum("
                + signature + ", const float* partial, const Batch* batch, int parts) {\n" + sum + "}\n";
    }
}
