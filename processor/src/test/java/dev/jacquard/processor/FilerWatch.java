package dev.jacquard.processor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import javax.annotation.processing.Completion;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/** Lets a processor work and notes each file it creates with the elements it names as its origin. */
final class FilerWatch implements Processor {
    private final Processor watched;
    private final List<String> files;

    FilerWatch(Processor watched, List<String> files) {
        this.watched = watched;
        this.files = files;
    }

    @Override
    public void init(ProcessingEnvironment environment) {
        Filer filer = proxy(Filer.class, environment.getFiler());
        watched.init((ProcessingEnvironment) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ProcessingEnvironment.class},
                (proxy, method, arguments) -> method.getName().equals("getFiler") ? filer : call(method, environment, arguments)));
    }

    private <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            if (method.getName().startsWith("create") && arguments[arguments.length - 1] instanceof Element[] origins) {
                Object name = method.getName().equals("createResource") ? arguments[1] + "." + arguments[2] : arguments[0];
                files.add(name + " from " + Arrays.toString(origins));
            }
            return call(method, target, arguments);
        }));
    }

    private static Object call(java.lang.reflect.Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public Set<String> getSupportedOptions() { return watched.getSupportedOptions(); }

    @Override
    public Set<String> getSupportedAnnotationTypes() { return watched.getSupportedAnnotationTypes(); }

    @Override
    public SourceVersion getSupportedSourceVersion() { return watched.getSupportedSourceVersion(); }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        return watched.process(annotations, round);
    }

    @Override
    public Iterable<? extends Completion> getCompletions(Element element, AnnotationMirror annotation, ExecutableElement member,
            String text) {
        return watched.getCompletions(element, annotation, member, text);
    }
}
