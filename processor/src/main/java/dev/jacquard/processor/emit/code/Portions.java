package dev.jacquard.processor.emit.code;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import javax.lang.model.element.Modifier;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;

/**
 * Lists and runs of calls in a generated class. Short ones stand where they are used; long ones are shared out among methods, because Java limits a
 * method to 64 KB of code, and compilers go down into every link of a chain of calls.
 */
public final class Portions {
    /** As many elements as stand together. */
    public static final int MOST = 200;
    /** As many characters: one is less than a byte of code. */
    private static final int LONGEST = 40_000;
    private static final ClassName LIST = ClassName.get(List.class);

    private final UnaryOperator<String> names;
    private final Modifier[] modifiers;
    private final List<MethodSpec> methods = new ArrayList<>();

    /**
     * For one class.
     *
     * @param names     from the name that a method is to have, one that is free in the class
     * @param modifiers of the methods
     */
    public Portions(UnaryOperator<String> names, Modifier... modifiers) {
        this.names = names;
        this.modifiers = modifiers.clone();
    }

    /** The methods that came of it so far, to be added to the class. */
    public List<MethodSpec> methods() {
        return methods;
    }

    /** Whether so many stand together. */
    public boolean isShort(List<CodeBlock> pieces) {
        return portions(pieces).size() == 1;
    }

    /** {@code List.of(…)}, an element a line. */
    public CodeBlock list(String name, TypeName type, List<CodeBlock> elements) {
        List<List<CodeBlock>> portions = portions(elements);
        return portions.size() > 1 ? CodeBlock.of("$L.toList()", stream(name, type, portions)) : call(LIST, elements);
    }

    /** {@code Owner.of(…)}, a method of any number of arguments, an argument a line. */
    public CodeBlock of(ClassName owner, String name, TypeName type, List<CodeBlock> arguments) {
        List<List<CodeBlock>> portions = portions(arguments);
        return portions.size() > 1 ? CodeBlock.of("$T.of($L.toArray($T[]::new))", owner, stream(name, type, portions), type)
                : call(owner, arguments);
    }

    /** A value that many of its kind would make a constructor too long for: the call of a method that makes it. */
    public CodeBlock apart(String name, TypeName type, CodeBlock value) {
        return call(method(name).returns(type).addCode("return $L;\n", value), "");
    }

    /** {@code Plan.builder().a().b().build()}, a call a line; where there are many, a method does them one after another. */
    public CodeBlock built(String name, ClassName plan, List<CodeBlock> calls) {
        List<List<CodeBlock>> portions = portions(calls);
        if (portions.size() == 1) {
            CodeBlock.Builder chain = CodeBlock.builder().add("$T.builder()$>$>", plan);
            calls.forEach(call -> chain.add("\n.$L", call));
            return chain.add("\n.build()$<$<").build();
        }
        int place = methods.size();
        ClassName builder = plan.nestedClass("Builder");
        MethodSpec.Builder method = method(name).returns(plan).addStatement("$T plan = $T.builder()", builder, plan);
        shared(name, builder, "plan", "plan.", portions).forEach(method::addStatement);
        MethodSpec whole = method.addStatement("return plan.build()").build();
        methods.add(place, whole);
        return CodeBlock.of("$L()", whole.name());
    }

    /**
     * The statements themselves; or, where there are many, calls of methods that do them.
     *
     * @param type  of what they are given
     * @param given its name
     */
    public List<CodeBlock> statements(String name, TypeName type, String given, List<CodeBlock> statements) {
        List<List<CodeBlock>> portions = portions(statements);
        return portions.size() > 1 ? shared(name, type, given, "", portions) : statements;
    }

    private List<CodeBlock> shared(String name, TypeName type, String given, String on, List<List<CodeBlock>> portions) {
        List<CodeBlock> calls = new ArrayList<>();
        for (List<CodeBlock> portion : portions) {
            MethodSpec.Builder method = method(name + (calls.size() + 1)).addParameter(type, given);
            portion.forEach(statement -> method.addStatement("$L$L", on, statement));
            calls.add(call(method, given));
        }
        return calls;
    }

    private CodeBlock stream(String name, TypeName type, List<List<CodeBlock>> portions) {
        List<CodeBlock> calls = new ArrayList<>();
        for (List<CodeBlock> portion : portions) {
            calls.add(call(method(name + (calls.size() + 1)).returns(ParameterizedTypeName.get(LIST, type)).addCode("return $L;\n",
                    call(LIST, portion)), ""));
        }
        return CodeBlock.of("$T.of($L).flatMap($T::stream)", Stream.class, CodeBlock.join(calls, ", "), LIST);
    }

    private MethodSpec.Builder method(String name) {
        return MethodSpec.methodBuilder(names.apply(name)).addModifiers(Modifier.PRIVATE).addModifiers(modifiers);
    }

    /** The call of a method that is ready to be added. */
    private CodeBlock call(MethodSpec.Builder method, String argument) {
        MethodSpec ready = method.build();
        methods.add(ready);
        return CodeBlock.of("$L($L)", ready.name(), argument);
    }

    private static CodeBlock call(ClassName owner, List<CodeBlock> arguments) {
        return CodeBlock.of("$T.of($>$>$L$<$<)", owner,
                arguments.stream().map(argument -> CodeBlock.of("\n$L", argument)).collect(CodeBlock.joining(",")));
    }

    private static List<List<CodeBlock>> portions(List<CodeBlock> pieces) {
        List<List<CodeBlock>> portions = new ArrayList<>();
        List<CodeBlock> portion = new ArrayList<>();
        int length = 0;
        for (CodeBlock piece : pieces) {
            int more = piece.toString().length();
            if (!portion.isEmpty() && (portion.size() == MOST || length + more > LONGEST)) {
                portions.add(portion);
                portion = new ArrayList<>();
                length = 0;
            }
            portion.add(piece);
            length += more;
        }
        portions.add(portion);
        return portions;
    }
}
