package dev.jacquard.io;

/** The number types of safetensors that have a whole number of bytes, under the format's own names. */
public enum NumberType {
    /** 64-bit floats. */
    F64(8),
    /** 32-bit floats. */
    F32(4),
    /** IEEE 754 half precision: 5 bits of exponent. */
    F16(2),
    /** The upper half of a 32-bit float: 8 bits of exponent. */
    BF16(2),
    /** Signed 64-bit integers. */
    I64(8),
    /** Signed 32-bit integers. */
    I32(4),
    /** Signed 16-bit integers. */
    I16(2),
    /** Signed bytes. */
    I8(1),
    /** Unsigned 64-bit integers. */
    U64(8),
    /** Unsigned 32-bit integers. */
    U32(4),
    /** Unsigned 16-bit integers. */
    U16(2),
    /** Unsigned bytes. */
    U8(1),
    /** One byte a truth value: 0 or 1. */
    BOOL(1);

    private final int bytes;

    NumberType(int bytes) {
        this.bytes = bytes;
    }

    /** The bytes of one number. */
    public int bytes() {
        return bytes;
    }
}
