package dev.jacquard;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Advice to whoever runs a program, at level INFO and in one line. */
public final class Note {
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Note() {
    }

    /**
     * Logs a line, where the program has logging of its own; otherwise prints it on the error stream, because the JDK's logger would make two lines of
     * it. Nothing is said where level INFO is off for that class.
     *
     * @param from whose logger it is
     */
    public static void say(Class<?> from, String line) {
        System.Logger logger = System.getLogger(from.getName());
        boolean ofTheJdk = System.LoggerFinder.getLoggerFinder().getClass().getClassLoader() == null;
        if (!ofTheJdk) {
            logger.log(System.Logger.Level.INFO, line);
        } else if (logger.isLoggable(System.Logger.Level.INFO)) {
            System.err.println(line);
        }
    }

    /** Says a line unless the program has already said the same by this method. */
    public static void sayOnce(Class<?> from, String line) {
        if (SAID.add(line)) {
            say(from, line);
        }
    }
}
