package dev.jacquard.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The vector kernels at every vector length. The length is a constant of a class, so each length runs in a class loader that has the package
 * to itself.
 */
class VectorKernelsTest {
    @TestFactory
    List<DynamicTest> agreesWithThePlainKernels() throws ReflectiveOperationException {
        List<DynamicTest> tests = new ArrayList<>();
        for (int bits : new int[] {128, 256, 512}) {
            Class<?> agreement = load(bits);
            for (String name : VectorAgreement.names()) {
                tests.add(DynamicTest.dynamicTest(name + ", " + bits + " bits", () -> run(agreement, name, bits)));
            }
        }
        return tests;
    }

    @Test
    void isWhatThisMachineRunsWhenTheModuleIsThere() {
        assertThat(Kernels.best().description()).isEqualTo(Lanes.BITS + "-bit vectors");
    }

    private static void run(Class<?> agreement, String name, int bits) throws Throwable {
        try {
            agreement.getMethod("run", String.class, int.class).invoke(null, name, bits);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private static Class<?> load(int bits) throws ClassNotFoundException {
        String before = System.getProperty(Lanes.PROPERTY);
        System.setProperty(Lanes.PROPERTY, Integer.toString(bits));
        try {
            ClassLoader loader = new PackageLoader(VectorKernelsTest.class.getClassLoader());
            Class.forName("dev.jacquard.cpu.Lanes", true, loader);
            return Class.forName("dev.jacquard.cpu.VectorAgreement", true, loader);
        } finally {
            if (before == null) {
                System.clearProperty(Lanes.PROPERTY);
            } else {
                System.setProperty(Lanes.PROPERTY, before);
            }
        }
    }

    /** Defines the classes of this package once more. */
    private static final class PackageLoader extends ClassLoader {
        PackageLoader(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            Class<?> loaded = name.startsWith("dev.jacquard.cpu.") ? define(name) : null;
            return loaded == null ? super.loadClass(name, resolve) : loaded;
        }

        private @Nullable Class<?> define(String name) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                try (InputStream stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                    if (stream == null) {
                        return null;
                    }
                    byte[] bytes = stream.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException failure) {
                    throw new ClassNotFoundException(name, failure);
                }
            }
        }
    }
}
