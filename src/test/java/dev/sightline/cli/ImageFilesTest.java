package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderIsTheImagesInItAndBelowInTheOrderOfTheirPaths() throws IOException {
        file("b.PNG");
        file("a/z.jpeg");
        file("a/notes.txt");
        file("a/.hidden.jpg");

        assertThat(of("", folder.toString())).containsExactly(path("a/z.jpeg"), path("b.PNG"));
    }

    @Test
    void aFileThatIsNamedIsTakenWhateverItIsCalled() throws IOException {
        file("notes.txt");

        assertThat(of("", path("notes.txt"), path("none.jpg"))).containsExactly(path("notes.txt"), path("none.jpg"));
    }

    @Test
    void aDashIsTheLinesOfStdin() throws IOException {
        file("a/z.jpg");

        assertThat(of("one.jpg\n\nwhite space.jpg\n" + path("a") + "\n", "first.jpg", "-", "last.jpg"))
                .containsExactly("first.jpg", "one.jpg", "white space.jpg", path("a/z.jpg"), "last.jpg");
    }

    @Test
    void anAddressIsNoFile() {
        assertThat(of("", "https://example.org/a.jpg", "data:,"))
                .containsExactly("https://example.org/a.jpg", "data:,");
    }

    @Test
    void theFoldersOfAllFilesMayBeReadAlsoThoseBehindLinks() throws IOException {
        file("real/a.jpg");
        var link = Files.createSymbolicLink(folder.resolve("link.jpg"), folder.resolve("real/a.jpg"));

        assertThat(ImageFiles.folders(List.of(link.toString(), path("real/a.jpg"), "data:,")))
                .containsExactly(folder.toRealPath().resolve("real"));
        assertThat(ImageFiles.uri(link.toString())).endsWith("/real/a.jpg");
    }

    private List<String> of(String stdin, String... arguments) {
        return ImageFiles.of(List.of(arguments), new BufferedReader(new StringReader(stdin)));
    }

    private void file(String name) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
