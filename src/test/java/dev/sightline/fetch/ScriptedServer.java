package dev.sightline.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * A web server that says byte for byte what a test wants, also what no honest server says.
 *
 * <p>One thread a connection; the connection ends when the script does.
 */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listening;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    /** Writes the answer; the connection is closed afterwards. */
    interface Script {
        void answer(OutputStream out) throws IOException, InterruptedException;
    }

    ScriptedServer(ServerSocketFactory sockets, String address, int port) throws IOException {
        listening = sockets.createServerSocket(port, 50, InetAddress.getByName(address));
        var thread = new Thread(this::accept, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    static ScriptedServer http() throws IOException {
        return new ScriptedServer(ServerSocketFactory.getDefault(), "127.0.0.1", 0);
    }

    ScriptedServer on(String target, Script script) {
        scripts.put(target, script);
        return this;
    }

    /** Status line, headers and body in one go. */
    ScriptedServer on(String target, String head, byte[] body) {
        return on(target, out -> {
            out.write((head.strip().replace("\n", "\r\n") + "\r\n\r\n").getBytes(ISO_8859_1));
            out.write(body);
        });
    }

    ScriptedServer on(String target, String head) {
        return on(target, head, new byte[0]);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Request heads, the lines of each joined by newlines. */
    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.size();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                var connection = listening.accept();
                connections.add(connection);
                var thread = new Thread(() -> serve(connection), "scripted-connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            if (!listening.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
            var lines = new ArrayList<String>();
            for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                lines.add(line);
            }
            if (!lines.isEmpty()) {
                requests.add(String.join("\n", lines));
                scripts.get(lines.get(0).split(" ", 3)[1]).answer(connection.getOutputStream());
            }
        } catch (IOException e) {
            // the client hung up, which is what many tests are about
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
