package dev.sightline.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The language model alone beside others', in turn, round after round.
 *
 * @param ours    this engine's, by name
 * @param peers   the others
 * @param batches rows at once
 */
public record LanguagePeerBench(Map<String, LanguageBench> ours, List<LanguagePeer> peers, List<Integer> batches) {
    private static final int RUNS = 3; // a round

    public LanguagePeerBench {
        ours = Map.copyOf(ours);
        peers = List.copyOf(peers);
        batches = List.copyOf(batches);
    }

    /**
     * One of ours beside one of theirs: how many times as fast, medians over the rounds.
     *
     * @param prefill  reading the prompts
     * @param decode   all steps
     * @param together both
     */
    public record Ratio(double prefill, double decode, double together) {}

    /**
     * At one batch size.
     *
     * @param batch  rows at once
     * @param times  the middle run of each contender
     * @param ratios by ours, by theirs
     */
    public record Result(int batch, Map<String, LanguageBench.Result> times, Map<String, Map<String, Ratio>> ratios) {}

    /**
     * Measures.
     *
     * @param quiet    asked before each round
     * @param progress told who comes next
     * @throws IOException if a peer does not run
     */
    public List<Result> run(int rounds, Quiet quiet, Consumer<String> progress)
            throws IOException, InterruptedException {
        var results = new ArrayList<Result>();
        for (var batch : batches) {
            var all = new ArrayList<Map<String, LanguageBench.Result>>();
            for (var round = 1; round <= rounds; round++) {
                quiet.await();
                progress.accept("batch " + batch + ", round " + round);
                var times = new LinkedHashMap<String, LanguageBench.Result>();
                ours.forEach((name, bench) -> times.put(name, bench.run(batch, RUNS)));
                for (var peer : peers) {
                    times.put(peer.name(), peer.run(ours.values().iterator().next(), batch, RUNS));
                }
                all.add(times);
            }
            results.add(result(batch, all));
        }
        return results;
    }

    private Result result(int batch, List<Map<String, LanguageBench.Result>> rounds) {
        var times = new LinkedHashMap<String, LanguageBench.Result>();
        for (var name : rounds.get(0).keySet()) {
            var runs = rounds.stream().map(round -> round.get(name)).toList();
            times.put(name, Medians.middle(runs, LanguageBench.Result::millis));
        }
        var ratios = new LinkedHashMap<String, Map<String, Ratio>>();
        for (var own : ours.keySet()) {
            var beside = new LinkedHashMap<String, Ratio>();
            peers.forEach(peer -> beside.put(peer.name(), ratio(rounds, own, peer.name())));
            ratios.put(own, beside);
        }
        return new Result(batch, times, ratios);
    }

    private static Ratio ratio(List<Map<String, LanguageBench.Result>> rounds, String own, String peer) {
        var prefill = new ArrayList<Double>();
        var decode = new ArrayList<Double>();
        var together = new ArrayList<Double>();
        for (var round : rounds) {
            var us = round.get(own);
            var them = round.get(peer);
            prefill.add(them.prefillMillis() / us.prefillMillis());
            decode.add(them.decodeMillis() / us.decodeMillis());
            together.add(them.millis() / us.millis());
        }
        return new Ratio(Medians.of(prefill), Medians.of(decode), Medians.of(together));
    }
}
