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
    private static final int[] LENGTHS = {128, 256, 512};

    @TestFactory
    List<DynamicTest> agreesWithThePlainKernels() throws ReflectiveOperationException {
        List<DynamicTest> tests = new ArrayList<>();
        for (int bits : LENGTHS) {
            Class<?> agreement = load(bits, Trials.NONE);
            for (String name : VectorAgreement.names()) {
                tests.add(DynamicTest.dynamicTest(name + ", " + bits + " bits", () -> run(agreement, name, bits)));
            }
        }
        return tests;
    }

    /** Until the vector kernels are compiled plain loops stand in for them: nobody may see that in the numbers. */
    @TestFactory
    List<DynamicTest> standInsComputeTheSameBits() throws ReflectiveOperationException {
        List<DynamicTest> tests = new ArrayList<>();
        for (int bits : LENGTHS) {
            Class<?> all = load(bits, Trials.NONE);
            Class<?> some = load(bits, "");
            for (String name : VectorAgreement.names()) {
                tests.add(DynamicTest.dynamicTest(name + ", " + bits + " bits",
                        () -> assertThat(run(some, name, bits)).isEqualTo(run(all, name, bits))));
            }
        }
        return tests;
    }

    @Test
    void isWhatThisMachineRunsWhenTheModuleIsThere() {
        assertThat(Kernels.best().description()).isEqualTo(Lanes.BITS + "-bit vectors");
    }

    private static Object run(Class<?> agreement, String name, int bits) throws Throwable {
        try {
            return agreement.getMethod("run", String.class, int.class).invoke(null, name, bits);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private static Class<?> load(int bits, String trials) throws ClassNotFoundException {
        String lengthBefore = System.getProperty(Lanes.PROPERTY);
        String trialsBefore = System.getProperty(Trials.PROPERTY);
        System.setProperty(Lanes.PROPERTY, Integer.toString(bits));
        System.setProperty(Trials.PROPERTY, trials);
        try {
            ClassLoader loader = new PackageLoader(VectorKernelsTest.class.getClassLoader());
            Class.forName("dev.jacquard.cpu.Lanes", true, loader);
            Class.forName("dev.jacquard.cpu.Trials", true, loader);
            return Class.forName("dev.jacquard.cpu.VectorAgreement", true, loader);
        } finally {
            restore(Lanes.PROPERTY, lengthBefore);
            restore(Trials.PROPERTY, trialsBefore);
        }
    }

    private static void restore(String property, @Nullable String value) {
        if (value == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, value);
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
