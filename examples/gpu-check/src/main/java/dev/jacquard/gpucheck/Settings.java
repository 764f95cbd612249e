package dev.jacquard.gpucheck;

/** What the CUDA engine reads from system properties. */
enum Settings {
    /** When NVIDIA's libraries are used: {@code never}, {@code always} or {@code timed}. */
    LIBRARIES("jacquard.cuda.libraries"),
    /** Whether a data set stays with the host although it would fit. */
    STREAM("jacquard.cuda.stream"),
    /** {@code never} trains chains of dense layers by graphs of steps as well. */
    PERSISTENT("jacquard.cuda.persistent");

    private final String property;

    Settings(String property) {
        this.property = property;
    }

    /** Until it is closed, a setting has another value. */
    interface Changed extends AutoCloseable {
        @Override
        void close();
    }

    /** Gives it a value until the result is closed. */
    Changed to(String value) {
        String before = System.getProperty(property);
        System.setProperty(property, value);
        return () -> {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        };
    }
}
