package dev.sightline.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarShardTest {
    @TempDir
    Path folder;

    @Test
    void readsFilesByName() throws IOException {
        ImageSet shard = opened(tar("a.txt", "one", "b/c.txt", "two"));

        assertThat(new String(shard.read("b/c.txt"), StandardCharsets.UTF_8)).isEqualTo("two");
        assertThat(new String(shard.read("a.txt"), StandardCharsets.UTF_8)).isEqualTo("one");
        assertThatThrownBy(() -> shard.read("c.txt")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void readsPaxNamesBeyondAHundredCharacters() throws IOException {
        String name = "x".repeat(150) + ".jpg";
        ByteBuffer out = ByteBuffer.allocate(4096);
        String record = (name.length() + 10) + " path=" + name + "\n";
        entry(out, "PaxHeaders", 'x', record);
        entry(out, "short", '0', "picture");

        ImageSet shard = opened(out.array());

        assertThat(shard.has(name)).isTrue();
        assertThat(shard.has("short")).isFalse();
    }

    @Test
    void asksFoldersAndShardsInTurn() throws IOException {
        Path tar = Files.write(folder.resolve("s.tar"), tar("a.txt", "from the shard"));
        Path images = Files.createDirectory(folder.resolve("images"));
        Files.writeString(images.resolve("b.txt"), "from the folder");

        ImageSet set = ImageSet.open(List.of(images, tar));

        assertThat(new String(set.read("a.txt"), StandardCharsets.UTF_8)).isEqualTo("from the shard");
        assertThat(new String(set.read("b.txt"), StandardCharsets.UTF_8)).isEqualTo("from the folder");
        assertThat(set.has("../s.tar")).isFalse();
    }

    @Test
    void saysWhichFileIsNoTar() throws IOException {
        Path file = Files.write(folder.resolve("s.tar"), "no tar ".repeat(200).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> ImageSet.open(List.of(file)))
                .hasMessage("s.tar cannot be read as a tar: no header at byte 0");
    }

    @Test
    void saysWhereAShardWasCutOff() throws IOException {
        byte[] whole = tar("a.txt", "one", "b.txt", "two");

        assertThatThrownBy(() -> opened(Arrays.copyOf(whole, 1536 + 2)))
                .hasMessage("t.tar cannot be read as a tar: it ends within b.txt");
    }

    @Test
    void findsFilesByTheirShardsNameAndInShardsOfAFolder() throws IOException {
        Files.write(folder.resolve("s1.tar"), tar("a.txt", "one"));
        Files.write(folder.resolve("s2.tar"), tar("a.txt", "another"));

        ImageSet set = ImageSet.open(List.of(folder));

        assertThat(new String(set.read("s2.tar/a.txt"), StandardCharsets.UTF_8)).isEqualTo("another");
        assertThat(set.size("s1.tar/a.txt")).isEqualTo(3);
        assertThat(set.size("s3.tar/a.txt")).isNegative();
    }

    private ImageSet opened(byte[] tar) throws IOException {
        return TarShard.open(Files.write(folder.resolve("t.tar"), tar));
    }

    static byte[] tar(String... namesAndTexts) {
        ByteBuffer out = ByteBuffer.allocate(1024 * (namesAndTexts.length + 1));
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            entry(out, namesAndTexts[i], '0', namesAndTexts[i + 1]);
        }
        return out.array();
    }

    private static void entry(ByteBuffer out, String name, char type, String text) {
        int start = out.position();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.put(name.getBytes(StandardCharsets.UTF_8));
        out.position(start + 124).put("%011o".formatted(bytes.length).getBytes(StandardCharsets.US_ASCII));
        out.position(start + 156).put((byte) type);
        out.position(start + 257).put("ustar\00000".getBytes(StandardCharsets.US_ASCII));
        out.position(start + 148).put("        ".getBytes(StandardCharsets.US_ASCII));
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += out.get(start + i) & 0xff;
        }
        out.position(start + 148).put("%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII));
        out.position(start + 512).put(bytes);
        out.position(start + 512 + (bytes.length + 511) / 512 * 512);
    }
}
