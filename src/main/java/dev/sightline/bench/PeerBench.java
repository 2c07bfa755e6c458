package dev.sightline.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * This engine beside others on the same images, in turn, round after round: a noisy machine is as noisy for one as for the
 * other, so only the ratios within a round count.
 *
 * @param ours          this engine
 * @param concurrencies images it has in work at once
 * @param peers         the others
 * @param images        the files that all are given
 */
public record PeerBench(EngineBench ours, List<Integer> concurrencies, List<Peer> peers, List<Path> images) {
    public PeerBench {
        concurrencies = List.copyOf(concurrencies);
        peers = List.copyOf(peers);
        images = List.copyOf(images);
    }

    /**
     * All that was measured.
     *
     * @param ours            the middle run at each concurrency
     * @param peers           the middle run of each peer
     * @param ratiosToBestPeer median over the rounds of our images a second over those of the best run of any peer in the
     *                        same round, by our concurrency
     */
    public record Result(
            List<EngineBench.Result> ours, Map<String, Peer.Result> peers, Map<Integer, Double> ratiosToBestPeer) {}

    /** One round: every contender once. */
    private record Round(List<EngineBench.Result> ours, Map<String, Peer.Result> peers) {
        double ratio(int concurrency) {
            var best = peers.values().stream()
                    .mapToDouble(Peer.Result::imagesPerSecond)
                    .max()
                    .orElse(Double.NaN);
            return ours.stream()
                    .filter(run -> run.concurrency() == concurrency)
                    .mapToDouble(run -> run.imagesPerSecond() / best)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * Measures.
     *
     * @param progress told who comes next
     * @throws IOException if a peer does not run
     */
    public Result run(int rounds, Consumer<String> progress) throws IOException, InterruptedException {
        var all = new ArrayList<Round>();
        for (var round = 1; round <= rounds; round++) {
            var own = new ArrayList<EngineBench.Result>();
            for (var concurrency : concurrencies) {
                progress.accept("round " + round + ", this engine, " + concurrency + " at once");
                own.add(ours.run(concurrency));
            }
            var others = new LinkedHashMap<String, Peer.Result>();
            for (var peer : peers) {
                progress.accept("round " + round + ", " + peer.name());
                others.put(peer.name(), peer.run(images));
            }
            all.add(new Round(own, others));
        }
        return result(all);
    }

    private Result result(List<Round> rounds) {
        var others = new LinkedHashMap<String, Peer.Result>();
        for (var peer : peers) {
            others.put(
                    peer.name(),
                    Medians.middle(
                            rounds.stream()
                                    .map(round -> round.peers().get(peer.name()))
                                    .toList(),
                            Peer.Result::imagesPerSecond));
        }
        var ratios = new LinkedHashMap<Integer, Double>();
        for (var concurrency : concurrencies) {
            ratios.put(
                    concurrency,
                    Medians.of(rounds.stream()
                            .map(round -> round.ratio(concurrency))
                            .toList()));
        }
        return new Result(
                EngineBench.middle(
                        rounds.stream().flatMap(round -> round.ours().stream()).toList()),
                others,
                ratios);
    }
}
