package dev.jacquard.cpu;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Tells HotSpot to leave the vector kernels to its optimizing compiler. The quick compiler cannot digest the largest of them, and a method that it
 * gave up may then stay slow for good: vectors become objects, a hundred times slower. On another virtual machine, or one without management, nothing
 * is told and nothing is lost but that certainty.
 */
final class CompilerDirectives {
    /** The classes whose methods hold vectors in local variables. */
    private static final String DIRECTIVES = """
            [{
              match: ["dev/jacquard/cpu/RowTiles.*", "dev/jacquard/cpu/ColumnTiles.*", "dev/jacquard/cpu/SingleRows.*", "dev/jacquard/cpu/Sums.*",
                      "dev/jacquard/cpu/Transposition.*", "dev/jacquard/cpu/Vector*.*"],
              c1: { Exclude: true }
            }]
            """;

    private CompilerDirectives() {
    }

    /** Adds the directives to this virtual machine. */
    static void add() {
        try {
            Path file = Files.createTempFile("jacquard", ".json");
            try {
                Files.writeString(file, DIRECTIVES);
                MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                server.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "compilerDirectivesAdd",
                        new Object[] {new String[] {file.toString()}}, new String[] {String[].class.getName()});
            } finally {
                Files.delete(file);
            }
        } catch (IOException | JMException | SecurityException refused) {
            System.getLogger(CompilerDirectives.class.getName()).log(System.Logger.Level.DEBUG, "no compiler directives", refused);
        }
    }
}
