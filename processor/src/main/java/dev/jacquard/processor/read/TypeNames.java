package dev.jacquard.processor.read;

import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/** Types as a reader knows them from the source; what compilers print for them differs. */
final class TypeNames {
    private TypeNames() {
    }

    static String simple(TypeMirror type) {
        return switch (type) {
            case DeclaredType declared -> declared.asElement().getSimpleName().toString();
            case ArrayType array -> simple(array.getComponentType()) + "[]";
            default -> type.getKind().isPrimitive() || type.getKind() == javax.lang.model.type.TypeKind.VOID
                    ? type.getKind().name().toLowerCase(java.util.Locale.ROOT)
                    : type.toString();
        };
    }
}
