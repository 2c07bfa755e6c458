package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ContenderTest {
    private final Contender.Converter converter = new Contender.Converter();

    @Test
    void isReadAsItIsWritten() {
        assertThat(converter.convert("onnxruntime:q4:8")).isEqualTo(new Contender("onnxruntime", "q4", 8));
        assertThat(converter.convert("onnxruntime:q4:8")).hasToString("onnxruntime:q4:8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "onnxruntime", "onnxruntime:q4", "onnxruntime:q4:0", "onnxruntime:q4:many", "a:b:1:2"})
    void mustHaveThreeParts(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("NAME:FORMAT:SIZE");
    }
}
