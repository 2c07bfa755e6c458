package dev.sightline.generate;

import dev.sightline.model.Logits;
import java.util.List;

/** One row: the likeliest token at each step, or one drawn by chance. */
final class SingleDecoding implements Decoding {
    private static final int[] SELF = {0};

    private final PromptState prompt;
    private final Penalties penalties;
    private final Sampler sampler;
    private final StoppingCriteria stopping;
    private final TextGrowth text;
    private final LogprobReport report;
    private final LogProbabilities probabilities = new LogProbabilities();
    private float[] scores = {};
    private double logprobSum;

    SingleDecoding(
            PromptState prompt,
            GenerationConfig config,
            StoppingCriteria stopping,
            TextGrowth text,
            LogprobReport report) {
        this.prompt = prompt;
        this.penalties = new Penalties(config);
        this.sampler = new Sampler(config);
        this.stopping = stopping;
        this.text = text;
        this.report = report;
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public Step next(Logits logits, int[] places, List<Row> rows) {
        int v = logits.vocabulary();
        if (scores.length < v) {
            scores = new float[v];
        }
        logits.copyRow(places[0], scores);
        TokenIds ids = rows.get(0).ids();
        float[] raw = penalties.any() ? scores.clone() : scores;
        penalties.apply(scores, prompt, ids);
        int id = sampler.choose(scores, v, ids.size());
        double normaliser = probabilities.logSumExp(raw, v, raw[LogProbabilities.argmax(raw, v)]);
        logprobSum += raw[id] - normaliser;
        report.add(raw, v, normaliser, id);
        boolean cut = text.add(id);
        FinishReason reason = cut ? FinishReason.STOP : stopping.reached(id, ids.size() + 1);
        if (reason == null) {
            return new Grow(SELF, new int[] {id});
        }
        TokenIds complete = ids.copy();
        complete.add(id);
        return new Done(complete, reason, logprobSum);
    }
}
