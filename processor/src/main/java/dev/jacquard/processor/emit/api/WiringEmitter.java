package dev.jacquard.processor.emit.api;

import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;

/**
 * Writes {@code XWiring} beside a block: what the compiler of another module cannot read from the block's class file. It has no annotation, so
 * that a round with nothing else in it leaves javac nothing to warn of.
 */
public final class WiringEmitter {
    private WiringEmitter() {
    }

    /**
     * The class that holds a block's wiring.
     *
     * @param name     its simple name
     * @param constant the name of its constant
     * @param wiring   the constant's value
     */
    public static TypeSpec emit(TypeElement block, String name, String constant, String wiring) {
        return TypeSpec.classBuilder(name).addModifiers(Modifier.FINAL)
                .addJavadoc("How the values of {@link $T} are made from each other, for modules that use it from its class file.\n",
                        ClassName.get(block))
                .addField(FieldSpec.builder(String.class, constant, Modifier.STATIC, Modifier.FINAL).initializer("$S", wiring).build())
                .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build()).build();
    }
}
