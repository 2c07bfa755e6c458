package dev.sightline.train.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.train.evaluate.PredictionFile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLinesTest {
    @TempDir
    private Path folder;

    @Test
    void readsWhatWindowsWrites() throws IOException {
        Path file = written("\uFEFFa.jpg\tein Café\r\n\r\nb.jpg\tzwei", UTF_8);

        assertThat(lines(file)).containsExactly("1 a.jpg\tein Café", "3 b.jpg\tzwei");
    }

    @Test
    void namesTheLineThatIsInAnotherEncodingHoweverFarItStands() throws IOException {
        Path file = written("a.jpg\tplain\n".repeat(4_000) + "b.jpg\tein Café\n", ISO_8859_1);

        assertThatThrownBy(() -> lines(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "some.tsv, line 4001: no UTF-8: convert the file, as by iconv -f WINDOWS-1252 -t UTF-8 FILE");
    }

    @Test
    void namesTheFirstLineOfAFileInTwoByteUnits() throws IOException {
        Path file = written("a.jpg\tone\n", UTF_16);

        assertThatThrownBy(() -> lines(file)).hasMessageStartingWith("some.tsv, line 1: no UTF-8");
    }

    @Test
    void namesTheLineThatIsNoConversation() throws IOException {
        Path file = written(
                """
                {"messages":[{"role":"user","content":"Hello."},{"role":"assistant","content":"Hi."}]}

                {"id":""",
                UTF_8);

        try (Stream<Conversation> read = ConversationFile.read(file)) {
            assertThatThrownBy(read::toList).hasMessageStartingWith("some.tsv, line 3: no conversation in JSON");
        }
    }

    @Test
    void namesTheLineThatIsNoPrediction() throws IOException {
        Path file =
                written("{\"id\":\"1\",\"prediction\":\"a dog\",\"references\":[\"a cat\"]}\n{\"id\":\"2\"}\n", UTF_8);

        assertThatThrownBy(() -> PredictionFile.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("some.tsv, line 2: ")
                .hasMessageContaining("references");
    }

    @Test
    void namesTheLineWhereLlavasListIsBroken() throws IOException {
        Path file = written("[{\"id\":\"1\",\n\"conversations\":[}]", UTF_8);

        assertThatThrownBy(() -> Imports.llava(file)).hasMessageStartingWith("some.tsv, line 2: no JSON");
    }

    @Test
    void namesTheCaptionInAShardThatIsInAnotherEncoding() throws IOException {
        Path tar = folder.resolve("s.tar");
        byte[] bytes = TarShardTest.tar("01.jpg", "not read here", "01.txt", "ein Cafe");
        bytes[new String(bytes, ISO_8859_1).indexOf("Cafe") + 3] = (byte) 0xe9;
        Files.write(tar, bytes);

        assertThatThrownBy(() ->
                        Imports.shards(List.of(tar), "Describe this photo.").toList())
                .hasMessageContaining("s.tar/01.txt: no UTF-8");
    }

    private Path written(String text, Charset encoding) throws IOException {
        return Files.writeString(folder.resolve("some.tsv"), text, encoding);
    }

    private static List<String> lines(Path file) throws IOException {
        try (Stream<String> read = TextLines.read(file, (line, number) -> number + " " + line)) {
            return read.toList();
        }
    }
}
