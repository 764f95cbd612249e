package dev.jacquard.processor;

import java.util.Map;

/**
 * What {@code -Ajacquard.…} on the compiler's command line says.
 *
 * @param notes whether each model is summed up in a note; default true
 * @param trace whether a failure of the processor itself is reported with its stack trace; default false
 */
record Options(boolean notes, boolean trace) {
    static final String NOTES = "jacquard.notes";
    static final String TRACE = "jacquard.trace";

    static Options of(Map<String, String> options) {
        return new Options(!"false".equals(options.get(NOTES)), "true".equals(options.get(TRACE)));
    }
}
