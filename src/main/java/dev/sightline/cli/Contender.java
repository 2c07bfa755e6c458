package dev.sightline.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Who is measured, as it is written on the command line: {@code NAME:FORMAT:SIZE}.
 *
 * @param name   the runtime
 * @param format its number format
 * @param size   images that it has in work together
 */
record Contender(String name, String format, int size) {
    /** Reads what a user wrote. */
    static final class Converter implements ITypeConverter<Contender> {
        @Override
        public Contender convert(String value) {
            var parts = value.split(":", -1);
            if (parts.length != 3 || !parts[2].matches("[1-9][0-9]{0,3}")) {
                throw new TypeConversionException("'" + value + "' is not NAME:FORMAT:SIZE, such as onnxruntime:q4:8");
            }
            return new Contender(parts[0], parts[1], Integer.parseInt(parts[2]));
        }
    }

    @Override
    public String toString() {
        return name + ":" + format + ":" + size;
    }
}
