package dev.jacquard.processor.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.jacquard.network.Network;

import org.junit.jupiter.api.Test;

class ReservedNamesTest {
    @Test
    void theyAreTheNamesOfEveryPublicMethodOfANetwork() {
        Set<String> methods = Stream.of(Network.class.getMethods(), Object.class.getDeclaredMethods()).flatMap(Stream::of)
                .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic()).map(Method::getName)
                .filter(name -> !name.equals("equals")).collect(Collectors.toSet());
        // These two stand in the generated class.
        assertThat(ReservedNames.NAMES).containsAll(methods).contains("create", "compile").hasSize(methods.size() + 2);
    }
}
