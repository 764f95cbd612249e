package dev.jacquard.cpu;

import java.nio.ByteOrder;

import dev.jacquard.JacquardException;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** How wide vectors are. Constants of the class, because the compiler must know them to turn vector operations into instructions. */
final class Lanes {
    /** Bits of a vector: 128, 256 or 512; unset: what the machine prefers. */
    static final String PROPERTY = "jacquard.vectorBits";

    static final VectorSpecies<Float> FLOATS = species();
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    /** As many bytes as there are floats in a vector; with 128 bits there is no such vector, then 8 bytes. */
    static final VectorSpecies<Byte> BYTES = FLOATS.length() == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;
    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** Ones: what a product with them, or a fused multiply-add, is called on where a sum is a variable that a loop changes. */
    static final FloatVector ONE = FloatVector.broadcast(FLOATS, 1);

    /** Floats of a vector. */
    static final int LENGTH = FLOATS.length();
    /** Bytes of a vector. */
    static final long SIZE = FLOATS.vectorByteSize();
    static final int BITS = FLOATS.vectorBitSize();

    /** Whether the machine has room for two dozen accumulators: AVX-512 and ARM have 32 vector registers, older x86 has 16. */
    static final boolean MANY_REGISTERS = BITS == 512 || "aarch64".equals(System.getProperty("os.arch"));

    private Lanes() {
    }

    private static VectorSpecies<Float> species() {
        String bits = System.getProperty(PROPERTY, "");
        return switch (bits) {
            case "" -> {
                VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
                yield preferred.length() > 16 ? FloatVector.SPECIES_512 : preferred.length() < 4 ? FloatVector.SPECIES_128 : preferred;
            }
            case "128" -> FloatVector.SPECIES_128;
            case "256" -> FloatVector.SPECIES_256;
            case "512" -> FloatVector.SPECIES_512;
            default -> throw new JacquardException("-D" + PROPERTY + "=" + bits + ": the values are 128, 256 and 512");
        };
    }
}
