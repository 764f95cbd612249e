package dev.jacquard.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Little-endian numbers of any type as native floats. */
final class FloatReading {
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble F64 = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat TARGET = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private FloatReading() {
    }

    static void read(NumberType type, MemorySegment source, long count, MemorySegment target) {
        if (type == NumberType.F32 && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            MemorySegment.copy(source, 0, target, 0, 4 * count);
            return;
        }
        for (long i = 0; i < count; i++) {
            target.set(TARGET, 4 * i, value(type, source, i * type.bytes()));
        }
    }

    private static float value(NumberType type, MemorySegment source, long at) {
        return switch (type) {
            case F64 -> (float) source.get(F64, at);
            case F32 -> source.get(F32, at);
            case F16 -> Float.float16ToFloat(source.get(I16, at));
            case BF16 -> Float.intBitsToFloat(source.get(I16, at) << 16);
            case I64 -> source.get(I64, at);
            case I32 -> source.get(I32, at);
            case I16 -> source.get(I16, at);
            case I8 -> source.get(ValueLayout.JAVA_BYTE, at);
            case U64 -> unsigned(source.get(I64, at));
            case U32 -> Integer.toUnsignedLong(source.get(I32, at));
            case U16 -> Short.toUnsignedInt(source.get(I16, at));
            case U8 -> Byte.toUnsignedInt(source.get(ValueLayout.JAVA_BYTE, at));
            case BOOL -> source.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : 1;
        };
    }

    /** Halved, with the lost bit kept so that rounding is right, then doubled. */
    private static float unsigned(long value) {
        return value >= 0 ? value : 2f * ((value >>> 1) | (value & 1));
    }
}
