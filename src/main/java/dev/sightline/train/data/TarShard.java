package dev.sightline.train.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tar (ustar, GNU and pax long names), its headers read once, its files from their place in it.
 *
 * <p>The channel stays open as long as the shard is in use.
 */
final class TarShard implements ImageSet, AutoCloseable {
    private static final int BLOCK = 512;
    private static final int CHECKSUM = 148;

    private final FileChannel channel;
    private final String shard; // its file's name and a slash
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(long offset, int bytes) {}

    private TarShard(FileChannel channel, String name) {
        this.channel = channel;
        this.shard = name + "/";
    }

    static TarShard open(Path path) throws IOException {
        String name = path.getFileName().toString();
        TarShard shard = new TarShard(FileChannel.open(path, StandardOpenOption.READ), name);
        try {
            shard.index();
        } catch (IOException | RuntimeException e) {
            shard.close();
            throw new IOException(name + " cannot be read as a tar: " + e.getMessage(), e);
        }
        return shard;
    }

    private void index() throws IOException {
        @Nullable String longName = null;
        for (long at = 0; at + BLOCK <= channel.size(); ) {
            ByteBuffer header = bytes(at, BLOCK);
            if (header.get(0) == 0) {
                return; // the end is two empty blocks
            }
            if (octal(header, CHECKSUM, 8) != checksum(header)) {
                throw new IOException("no header at byte " + at);
            }
            int size = Math.toIntExact(octal(header, 124, 12));
            char type = (char) header.get(156);
            long data = at + BLOCK;
            if (data + size > channel.size()) {
                throw new EOFException("it ends within " + name(header));
            }
            if (type == 'L') {
                longName = text(bytes(data, size), 0, size);
            } else if (type == 'x') {
                longName = paxPath(text(bytes(data, size), 0, size), longName);
            } else {
                if (type == '0' || type == 0) {
                    entries.put(longName == null ? name(header) : longName, new Entry(data, size));
                }
                longName = null;
            }
            at = data + (size + BLOCK - 1L) / BLOCK * BLOCK;
        }
    }

    private static String name(ByteBuffer header) {
        String prefix = header.get(257) == 'u' && header.get(263) == '0' ? text(header, 345, 155) : "";
        String name = text(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static @Nullable String paxPath(String records, @Nullable String otherwise) {
        for (String record : records.split("\n", -1)) { // "LENGTH path=NAME"
            int key = record.indexOf(" path=");
            if (key > 0) {
                return record.substring(key + " path=".length());
            }
        }
        return otherwise;
    }

    private static long octal(ByteBuffer header, int at, int length) {
        if ((header.get(at) & 0x80) != 0) { // GNU: a binary number where octal digits do not reach
            return header.getLong(at + length - 8);
        }
        String digits = text(header, at, length).strip();
        return digits.matches("[0-7]+") ? Long.parseLong(digits, 8) : -1;
    }

    private static long checksum(ByteBuffer header) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : header.get(i) & 0xff;
        }
        return sum;
    }

    private static String text(ByteBuffer from, int at, int length) {
        int end = at;
        while (end < at + length && from.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - at];
        from.get(at, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private ByteBuffer bytes(long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("the tar ends within a file");
            }
        }
        return buffer.flip();
    }

    Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** A file's name with its shard's before it, by which it is found as well. */
    String qualified(String name) {
        return shard + name;
    }

    @Override
    public boolean has(String name) {
        return entry(name) != null;
    }

    private @Nullable Entry entry(String name) {
        Entry entry = entries.get(name);
        return entry == null && name.startsWith(shard) ? entries.get(name.substring(shard.length())) : entry;
    }

    @Override
    public byte[] read(String name) throws IOException {
        Entry entry = entry(name);
        if (entry == null) {
            throw new NoSuchFileException(name);
        }
        return bytes(entry.offset(), entry.bytes()).array();
    }

    @Override
    public long size(String name) {
        Entry entry = entry(name);
        return entry == null ? -1 : entry.bytes();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
