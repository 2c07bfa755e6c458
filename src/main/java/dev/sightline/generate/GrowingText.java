package dev.sightline.generate;

import dev.sightline.model.Logits;
import dev.sightline.model.text.Tokenizer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One text that grows by the likeliest token at each step, or by one drawn by chance. */
final class GrowingText {
    private final PromptState prompt;
    private final Penalties penalties;
    private final Sampler sampler;
    private final StoppingCriteria stopping;
    private final TextGrowth text;
    private final LogprobReport report;
    private double logprobSum;
    private Decoding.@Nullable Text complete;

    GrowingText(
            PromptState prompt,
            GenerationConfig config,
            int number,
            StoppingCriteria stopping,
            Tokenizer tokenizer,
            TextStream stream) {
        this.prompt = prompt;
        this.penalties = config.penalties();
        this.sampler = new Sampler(config.sampling().answer(number));
        this.stopping = stopping;
        this.text = new TextGrowth(tokenizer, config.stop(), stream);
        this.report = new LogprobReport(tokenizer, config.logprobs());
    }

    /**
     * Chooses the token after {@code ids}, and completes the text where it ends with it.
     *
     * @param place of its row in the run
     */
    int next(Logits logits, int place, TokenIds ids) {
        int v = logits.vocabulary();
        float[] scores = logits.row(place);
        float[] raw = scores;
        int likeliest = LogProbabilities.argmax(raw, v);
        int likeliestPenalised = likeliest;
        if (penalties.any()) {
            raw = scores.clone();
            penalties.apply(scores, prompt.followedBy(ids));
            likeliestPenalised = LogProbabilities.argmax(scores, v);
        }
        int id = sampler.choose(scores, v, likeliestPenalised, ids.size());
        double normaliser = LogProbabilities.logSumExp(raw, v, raw[likeliest]);
        logprobSum += raw[id] - normaliser;
        report.add(raw, v, normaliser, id);
        boolean cut = text.add(id);
        FinishReason reason = cut ? FinishReason.STOP : stopping.reached(id, ids.size() + 1);
        if (reason != null) {
            TokenIds all = ids.copy();
            all.add(id);
            List<Integer> list = all.toList();
            complete = new Decoding.Text(text.finish(list), list, reason, logprobSum, report.steps());
        }
        return id;
    }

    /** The complete text, or null while it grows. */
    Decoding.@Nullable Text complete() {
        return complete;
    }
}
