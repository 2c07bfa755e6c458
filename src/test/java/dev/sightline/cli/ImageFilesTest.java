package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();

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

    @Test
    void anAddressOfAFileIsReadLikeItsPath() throws IOException {
        file("white space.jpg");
        var address = folder.resolve("white space.jpg").toUri().toString();

        assertThat(ImageFiles.folders(List.of(address, "file://elsewhere/a.jpg", "https://example.org/a.jpg")))
                .containsExactly(folder.toRealPath());
        assertThat(ImageFiles.uri(address)).isEqualTo(ImageFiles.uri(path("white space.jpg")));
    }

    @Test
    void aLinkToAFolderAboveIsSkippedWithAWarning() throws IOException {
        file("a/z.jpg");
        Files.createSymbolicLink(folder.resolve("a/loop"), folder);

        assertThat(of("", folder.toString())).containsExactly(path("a/z.jpg"));
        assertThat(warnings).singleElement().asString().contains("loop is skipped: it links to a folder above");
    }

    @Test
    void aFolderWithoutImagesIsToldOf() {
        assertThat(of("", folder.toString())).isEmpty();
        assertThat(warnings).containsExactly("no images below " + folder);
    }

    @Test
    void aNameThatNoFileCanHaveIsNotFound() {
        assertThat(of("a\0b.jpg\n", "-")).containsExactly("a\0b.jpg");
        assertThat(ImageFiles.folders(List.of("a\0b.jpg"))).isEmpty();
        assertThat(ImageFiles.impossible("a\0b.jpg"))
                .hasValueSatisfying(failure -> assertThat(failure.message()).startsWith("a\\u0000b.jpg: "));
        assertThat(ImageFiles.impossible("none.jpg")).isEmpty();
    }

    private List<String> of(String stdin, String... arguments) {
        return ImageFiles.of(List.of(arguments), new BufferedReader(new StringReader(stdin)), warnings::add);
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
