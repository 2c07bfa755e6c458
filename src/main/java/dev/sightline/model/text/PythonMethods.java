package dev.sightline.model.text;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import java.beans.FeatureDescriptor;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/** The methods of Python's {@code str} that chat templates call; jinjava itself offers Java's. */
final class PythonMethods extends ELResolver {
    /** Jinjava's own resolver behind this one. */
    static ELResolver resolver() {
        CompositeELResolver both = new CompositeELResolver();
        both.add(new PythonMethods());
        both.add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
        return both;
    }

    @Override
    public @Nullable Object invoke(
            ELContext context, @Nullable Object base, Object method, Class<?>[] types, Object[] arguments) {
        if (!(base instanceof CharSequence)) {
            return null;
        }
        Object result = call(base.toString(), method.toString(), arguments == null ? new Object[0] : arguments);
        context.setPropertyResolved(result != null);
        return result;
    }

    private static @Nullable Object call(String text, String method, Object[] arguments) {
        String first = arguments.length > 0 ? String.valueOf(arguments[0]) : "";
        return switch (method) {
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "capitalize" -> capitalized(text);
            case "title" -> titled(text);
            case "strip" -> arguments.length == 0 ? text.strip() : stripped(text, first, true, true);
            case "lstrip" -> arguments.length == 0 ? text.stripLeading() : stripped(text, first, true, false);
            case "rstrip" -> arguments.length == 0 ? text.stripTrailing() : stripped(text, first, false, true);
            case "startswith" -> text.startsWith(first);
            case "endswith" -> text.endsWith(first);
            case "replace" -> text.replace(first, String.valueOf(arguments[1]));
            case "split" ->
                arguments.length == 0
                        ? List.of(text.strip().split("\\s+"))
                        : Arrays.asList(text.split(Pattern.quote(first), -1));
            default -> null;
        };
    }

    private static String capitalized(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT)
                        + text.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String titled(String text) {
        return Arrays.stream(text.split("(?<=\\s)", -1))
                .map(PythonMethods::capitalized)
                .reduce("", String::concat);
    }

    private static String stripped(String text, String characters, boolean left, boolean right) {
        int from = 0;
        int to = text.length();
        while (left && from < to && characters.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (right && to > from && characters.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }

    @Override
    public @Nullable Object getValue(ELContext context, Object base, Object property) {
        return null;
    }

    @Override
    public @Nullable Class<?> getType(ELContext context, Object base, Object property) {
        return null;
    }

    @Override
    public void setValue(ELContext context, Object base, Object property, Object value) {}

    @Override
    public boolean isReadOnly(ELContext context, Object base, Object property) {
        return true;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
        return Collections.emptyIterator();
    }

    @Override
    public @Nullable Class<?> getCommonPropertyType(ELContext context, Object base) {
        return null;
    }
}
