package dev.sightline.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
 * @param ours   this engine, in the ways in which it is to be compared
 * @param peers  the others
 * @param images the files that all are given
 */
public record PeerBench(List<Ours> ours, List<Peer> peers, List<Path> images) {
    public PeerBench {
        ours = List.copyOf(ours);
        peers = List.copyOf(peers);
        images = List.copyOf(images);
    }

    /**
     * All that was measured.
     *
     * @param ours   the middle run of each way of ours
     * @param peers  the middle run of each peer
     * @param ratios by way of ours, by peer: median over the rounds of our images a second over theirs in the same round
     * @param texts  by contender, by image: what the first round wrote
     */
    public record Result(
            Map<String, EngineBench.Result> ours,
            Map<String, Peer.Result> peers,
            Map<String, Map<String, Double>> ratios,
            @JsonIgnore Map<String, Map<String, String>> texts) {}

    /** One round: every contender once. */
    private record Round(Map<String, EngineBench.Result> ours, Map<String, Peer.Result> peers) {
        double ratio(String own, String peer) {
            return ours.get(own).imagesPerSecond() / peers.get(peer).imagesPerSecond();
        }
    }

    /**
     * Measures.
     *
     * @param quiet    asked before each round
     * @param progress told who comes next
     * @throws IOException if a peer does not run
     */
    public Result run(int rounds, Quiet quiet, Consumer<String> progress) throws IOException, InterruptedException {
        var all = new ArrayList<Round>();
        var texts = new LinkedHashMap<String, Map<String, String>>();
        for (var round = 1; round <= rounds; round++) {
            quiet.await();
            var own = new LinkedHashMap<String, EngineBench.Result>();
            for (var way : ours) {
                progress.accept("round " + round + ", " + way.name());
                var run = way.run();
                own.put(way.name(), run.result());
                texts.putIfAbsent(way.name(), byImage(run.texts()));
            }
            var others = new LinkedHashMap<String, Peer.Result>();
            for (var peer : peers) {
                progress.accept("round " + round + ", " + peer.name());
                var run = peer.run(images);
                others.put(peer.name(), run.result());
                texts.putIfAbsent(peer.name(), run.texts());
            }
            all.add(new Round(own, others));
        }
        return result(all, texts);
    }

    private Map<String, String> byImage(List<String> texts) {
        var byImage = new LinkedHashMap<String, String>();
        for (var i = 0; i < texts.size(); i++) {
            byImage.put(images.get(i).toString(), texts.get(i));
        }
        return byImage;
    }

    private Result result(List<Round> rounds, Map<String, Map<String, String>> texts) {
        var own = new LinkedHashMap<String, EngineBench.Result>();
        var others = new LinkedHashMap<String, Peer.Result>();
        var ratios = new LinkedHashMap<String, Map<String, Double>>();
        for (var way : ours) {
            var runs =
                    rounds.stream().map(round -> round.ours().get(way.name())).toList();
            own.put(way.name(), Medians.middle(runs, EngineBench.Result::imagesPerSecond));
            var beside = new LinkedHashMap<String, Double>();
            for (var peer : peers) {
                beside.put(
                        peer.name(),
                        Medians.of(rounds.stream()
                                .map(round -> round.ratio(way.name(), peer.name()))
                                .toList()));
            }
            ratios.put(way.name(), beside);
        }
        for (var peer : peers) {
            var runs =
                    rounds.stream().map(round -> round.peers().get(peer.name())).toList();
            others.put(peer.name(), Medians.middle(runs, Peer.Result::imagesPerSecond));
        }
        return new Result(own, others, ratios, texts);
    }
}
