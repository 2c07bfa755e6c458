package dev.sightline.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferenceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    https://h.example/a.jpg?X-Amz-Signature=1    | https://h.example/a.jpg
                    https://h.example/a.jpg#part                 | https://h.example/a.jpg
                    https://user:pass@h.example/a@b.jpg          | https://h.example/a@b.jpg
                    https://user@h.example?next=/a@b             | https://h.example
                    s3://bucket/a b.jpg                          | s3://bucket/a b.jpg
                    data:image/png;base64,AAAA                   | data:image/png
                    DATA:,AAAA                                   | data:
                    cat.jpg?x                                    | cat.jpg
                    """)
    void showsAddressesWithoutTheirSecrets(String uri, String label) {
        assertThat(new ImageReference(uri, null, null, null).label()).isEqualTo(label);
    }

    @Test
    void prefersTheNameAndKeepsItOnOneLine() {
        assertThat(new ImageReference("data:,", "cat\n\u202E.jpg", null, null).label())
                .isEqualTo("cat\uFFFD\uFFFD.jpg");
        assertThat(new ImageReference("data:,", "x".repeat(300), null, null).label())
                .hasSize(200);
    }
}
