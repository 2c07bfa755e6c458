package dev.sightline.cli;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Who is measured, as it is written on the command line: {@code NAME:FORMAT:SIZE}, or {@code NAME:FORMAT} at several sizes.
 *
 * @param name   the runtime
 * @param format its number format
 * @param size   images that it has in work together; 0 where it is left open
 */
record Contender(String name, String format, int size) {
    /** Reads what a user wrote. */
    static final class Converter implements ITypeConverter<Contender> {
        @Override
        public Contender convert(String value) {
            var parts = value.split(":", -1);
            if (parts.length < 2 || parts.length > 3 || (parts.length == 3 && !parts[2].matches("[1-9][0-9]{0,3}"))) {
                throw new TypeConversionException(
                        "'" + value + "' is not NAME:FORMAT:SIZE or NAME:FORMAT, such as onnxruntime:q4:8");
            }
            return new Contender(parts[0], parts[1], parts.length == 3 ? Integer.parseInt(parts[2]) : 0);
        }
    }

    /** Itself where it has a size, else once at each of these. */
    Stream<Contender> at(List<Integer> sizes) {
        return size > 0 ? Stream.of(this) : sizes.stream().map(each -> new Contender(name, format, each));
    }

    @Override
    public String toString() {
        return name + ":" + format + ":" + size;
    }
}
