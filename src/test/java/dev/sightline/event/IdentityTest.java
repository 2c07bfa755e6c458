package dev.sightline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden ids are Python's: {@code uuid.uuid5(uuid.NAMESPACE_URL, "\x1f".join(parts))}. */
class IdentityTest {
    @Test
    void namesByUuid5OfTheJoinedParts() {
        assertThat(NameBasedUuid.of("s3://photos/a b.jpg")).hasToString("23ca64c9-73aa-5a50-bb8e-8aa3bb22b8fa");
        assertThat(NameBasedUuid.of("/cli", "42")).hasToString("b88eb85c-a67d-5d7c-a7f1-82af07065019");
    }

    @ParameterizedTest
    @CsvSource({
        "https://Example.com:443/a.jpg?X-Amz-Date=1&X-Amz-Signature=ab, https://example.com/a.jpg",
        "https://user:pw@example.com/a.jpg?sig=x&v=2#top, https://example.com/a.jpg?v=2",
        "http://example.com:8080/a.jpg?Expires=9&Key-Pair-Id=k&Policy=p&Signature=s, http://example.com:8080/a.jpg",
        "http://example.com?token=t, http://example.com/",
        "s3://bucket/Key With%20Case, s3://bucket/Key With%20Case"
    })
    void knowsAnAddressWithoutWhatSignsIt(String address, String canonical) {
        assertThat(ImageId.canonical(address)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "ü"})
    void refusesAnImageIdOutsideTheAlphabet(String imageId) {
        assertThatThrownBy(() -> ImageId.check(imageId)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsTasksThatRepeatAType() {
        var caption = TaskRequest.of(TaskType.CAPTION, null);
        var submitted = new ImageSubmitted(
                null,
                new ImageReference("s3://b/k", null, null, null),
                List.of(caption, caption.withTaskId("caption-2"), caption),
                null,
                null,
                null);

        assertThat(submitted.named())
                .extracting(TaskRequest::taskId)
                .containsExactly("caption", "caption-2", "caption-3");
    }
}
