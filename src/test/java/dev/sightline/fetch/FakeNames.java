package dev.sightline.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names as a test wants them; a name given several answers gives one after another, the last one for ever. */
final class FakeNames implements NameService {
    private final Map<String, Deque<List<InetAddress>>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    /** Addresses are separated by spaces. */
    FakeNames with(String host, String... addresses) {
        var queue = answers.computeIfAbsent(host, any -> new ArrayDeque<>());
        for (var answer : addresses) {
            queue.add(
                    List.of(answer.split(" ")).stream().map(FakeNames::address).toList());
        }
        return this;
    }

    @Override
    public synchronized List<InetAddress> lookup(String host) throws UnknownHostException {
        asked.add(host);
        var queue = answers.get(host);
        if (queue == null) {
            throw new UnknownHostException(host);
        }
        return queue.size() > 1 ? queue.remove() : queue.element();
    }

    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
