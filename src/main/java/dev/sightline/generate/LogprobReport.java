package dev.sightline.generate;

import dev.sightline.generate.Generation.TokenLogprob;
import dev.sightline.model.text.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Each step's likeliest tokens, where a request asks for them. */
final class LogprobReport {
    private final Tokenizer tokenizer;
    private final int top;
    private final List<TokenLogprob> steps = new ArrayList<>();

    LogprobReport(Tokenizer tokenizer, int top) {
        this.tokenizer = tokenizer;
        this.top = top;
    }

    /** Notes a step: its raw scores, log Σ exp of them, and the token chosen. */
    void add(float[] raw, int count, double normaliser, int chosen) {
        if (top == 0) {
            return;
        }
        PriorityQueue<Integer> best = new PriorityQueue<>(Comparator.comparingDouble((Integer i) -> raw[i]));
        for (int i = 0; i < count; i++) {
            if (best.size() < top || raw[i] > raw[best.element()]) {
                best.add(i);
                if (best.size() > top) {
                    best.remove();
                }
            }
        }
        List<TokenLogprob> rivals = best.stream()
                .sorted(Comparator.comparingDouble((Integer i) -> -raw[i]))
                .map(id -> entry(id, raw[id] - normaliser, List.of()))
                .toList();
        steps.add(entry(chosen, raw[chosen] - normaliser, rivals));
    }

    private TokenLogprob entry(int id, double logprob, List<TokenLogprob> rivals) {
        return new TokenLogprob(id, tokenizer.decode(List.of(id)), logprob, rivals);
    }

    /** All steps so far. */
    List<TokenLogprob> steps() {
        return List.copyOf(steps);
    }
}
