package dev.sightline.generate;

import dev.sightline.model.Logits;
import dev.sightline.model.text.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Beam search as Hugging Face does it (no sampling, no early stopping).
 *
 * <p>Penalties change log-probabilities, not scores. Of the best {@code max(2, 1 + ends) · beams} continuations only the
 * first {@code beams} may finish; the search ends when no running beam can still beat the worst finished one.
 */
final class BeamDecoding implements Decoding {
    private record Candidate(int source, int id, double sum, double rawSum) {}

    private record Finished(TokenIds ids, double score, double rawSum) {}

    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparingDouble((Candidate c) -> -c.sum)
            .thenComparingInt(Candidate::source)
            .thenComparingInt(Candidate::id);

    private final PromptState prompt;
    private final Penalties penalties;
    private final StoppingCriteria stopping;
    private final Tokenizer tokenizer;
    private final TextStream stream;
    private final int beams;
    private final int texts;
    private final double lengthPenalty;
    private final int wanted;
    private List<Finished> finished = new ArrayList<>();
    private double[] sums = {0};
    private double[] rawSums = {0};
    private float[] scores = {};
    private int length;

    BeamDecoding(
            PromptState prompt,
            GenerationConfig config,
            StoppingCriteria stopping,
            Tokenizer tokenizer,
            TextStream stream) {
        this.prompt = prompt;
        this.penalties = config.penalties();
        this.stopping = stopping;
        this.tokenizer = tokenizer;
        this.stream = stream;
        this.beams = config.search().beams();
        this.texts = config.n();
        this.lengthPenalty = config.search().lengthPenalty();
        this.wanted = Math.max(2, 1 + stopping.eosTokenIds().size()) * beams;
    }

    @Override
    public int width() {
        return beams;
    }

    @Override
    public Step next(Logits logits, int[] places, List<Row> rows) {
        length++;
        List<Candidate> best = candidates(logits, places, rows);
        List<Candidate> going = new ArrayList<>();
        for (int i = 0; i < best.size(); i++) {
            Candidate candidate = best.get(i);
            if (stopping.reached(candidate.id, length) == null) {
                going.add(candidate);
            } else if (i < beams) {
                finished.add(finished(candidate, rows));
            }
        }
        finished.sort(Comparator.comparingDouble((Finished f) -> -f.score));
        finished = new ArrayList<>(finished.subList(0, Math.min(beams, finished.size())));
        if (going.size() < beams || cannotImprove(going.get(0))) {
            return done();
        }
        return grow(going.subList(0, beams));
    }

    private boolean cannotImprove(Candidate best) {
        return finished.size() == beams && best.sum / norm() <= finished.get(beams - 1).score;
    }

    private double norm() {
        return Math.pow(length, lengthPenalty);
    }

    private Finished finished(Candidate candidate, List<Row> rows) {
        TokenIds ids = rows.get(candidate.source).ids().copy();
        ids.add(candidate.id);
        return new Finished(ids, candidate.sum / norm(), candidate.rawSum);
    }

    /** The best texts; the stream hears the best one, since none was certain before. */
    private Step done() {
        List<Text> best = finished.stream().limit(texts).map(this::text).toList();
        stream.text(best.get(0).text());
        return new Done(best);
    }

    private Text text(Finished found) {
        List<Integer> ids = found.ids.toList();
        FinishReason reason = stopping.ends(found.ids.last()) ? FinishReason.STOP : FinishReason.LENGTH;
        return new Text(tokenizer.decode(ids), ids, reason, found.rawSum, List.of());
    }

    private Step grow(List<Candidate> going) {
        sums = going.stream().mapToDouble(Candidate::sum).toArray();
        rawSums = going.stream().mapToDouble(Candidate::rawSum).toArray();
        return new Grow(
                going.stream().mapToInt(Candidate::source).toArray(),
                going.stream().mapToInt(Candidate::id).toArray());
    }

    /** The best continuations over all rows, best first. */
    private List<Candidate> candidates(Logits logits, int[] places, List<Row> rows) {
        PriorityQueue<Candidate> best = new PriorityQueue<>(BEST_FIRST.reversed());
        int v = logits.vocabulary();
        if (scores.length < v) {
            scores = new float[v];
        }
        for (int row = 0; row < places.length; row++) {
            logits.copyRow(places[row], scores);
            double normaliser = LogProbabilities.logSumExp(scores, v, scores[LogProbabilities.argmax(scores, v)]);
            double[] raw = new double[v];
            for (int i = 0; i < v; i++) {
                raw[i] = scores[i] - normaliser;
            }
            double[] changed = raw;
            if (penalties.any()) {
                changed = raw.clone();
                penalties.apply(changed, prompt.followedBy(rows.get(row).ids()));
            }
            for (int id = 0; id < v; id++) {
                double sum = sums[row] + changed[id];
                if (best.size() < wanted || sum > best.element().sum) {
                    best.add(new Candidate(row, id, sum, rawSums[row] + raw[id]));
                    if (best.size() > wanted) {
                        best.remove();
                    }
                }
            }
        }
        List<Candidate> sorted = new ArrayList<>(best);
        sorted.sort(BEST_FIRST);
        return sorted;
    }
}
