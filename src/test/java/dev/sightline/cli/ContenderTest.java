package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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

    @Test
    void isMeasuredAtEverySizeWhereItsOwnIsLeftOpen() {
        assertThat(converter.convert("onnxruntime:q4").at(List.of(1, 8)))
                .containsExactly(new Contender("onnxruntime", "q4", 1), new Contender("onnxruntime", "q4", 8));
        assertThat(converter.convert("onnxruntime:q4:4").at(List.of(1, 8)))
                .containsExactly(new Contender("onnxruntime", "q4", 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "onnxruntime", "onnxruntime:q4:0", "onnxruntime:q4:many", "a:b:1:2"})
    void mustHaveTwoOrThreeParts(String text) {
        assertThatThrownBy(() -> converter.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("NAME:FORMAT:SIZE");
    }
}
