package dev.sightline.model;

import static dev.sightline.model.graph.GraphNotRewritableException.require;

import dev.sightline.model.folder.ModelRefusedException;
import dev.sightline.model.graph.AttentionScale;
import dev.sightline.model.graph.BatchPartners;
import dev.sightline.model.graph.CachedAttention;
import dev.sightline.model.graph.DerivedPositions;
import dev.sightline.model.graph.GraphNotRewritableException;
import dev.sightline.model.graph.OnnxGraph;
import dev.sightline.model.graph.SlotAttention;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * How a decoder keeps keys and values, and why: in slots, where texts come and go one by one, or in cohorts that begin together.
 *
 * <p>A graph whose attention concatenates is rewritten for slots where it can be, and where a probe shows it to score as before.
 *
 * @param inPlace whether it keeps them in slots
 * @param reason  why, for people
 */
public record CacheForm(boolean inPlace, String reason) {
    private static final Logger LOG = Logger.getLogger(CacheForm.class);

    private static final AtomicLong REFUSALS = new AtomicLong();

    /** How many decoders of this process were left to run in cohorts because they could not be rewritten. */
    public static long refusals() {
        return REFUSALS.get();
    }

    /** A form, and the graph that has it. */
    record Chosen(CacheForm form, OnnxGraph graph, BatchPartners partners) {
        Chosen(CacheForm form, OnnxGraph graph) {
            this(form, graph, BatchPartners.INDEPENDENT);
        }

        Chosen with(BatchPartners others) {
            return new Chosen(form, graph, others);
        }
    }

    /** The form of a graph that is left as it is. */
    static Chosen asFiled(OnnxGraph graph) {
        boolean inPlace = graph.uses("GroupQueryAttention") && graph.takes("attention_mask");
        return new Chosen(
                new CacheForm(
                        inPlace,
                        inPlace
                                ? "in slots, which its graph was made for"
                                : "in cohorts, as its graph was made to be: a text waits until those before it are done"),
                graph);
    }

    /**
     * Chooses, and rewrites if need be.
     *
     * @param file          where the graph is from
     * @param contextTokens most tokens of a text
     * @param open          makes a decoder of a graph, to probe it
     */
    static Chosen of(OnnxGraph graph, Path file, int contextTokens, Function<Chosen, Decoder> open) {
        Chosen filed = asFiled(graph);
        if (filed.form().inPlace()) {
            return filed;
        }
        try {
            OnnxGraph rewritten = rewritten(graph, contextTokens);
            Chosen slots = new Chosen(new CacheForm(true, "to be probed"), rewritten);
            float difference = probe(filed, slots, open);
            require(
                    difference <= RewritingProbe.TOLERANCE,
                    String.format(Locale.ROOT, "rewritten, its scores differ by %.2g in a probe", difference));
            String reason = String.format(
                    Locale.ROOT,
                    "in slots: its attention was rewritten to GroupQueryAttention, scores differ by at most %.1g in a probe",
                    difference);
            LOG.infof("%s keeps keys and values %s", file, reason);
            return new Chosen(new CacheForm(true, reason), rewritten);
        } catch (GraphNotRewritableException e) {
            String reason = "in cohorts, where a text waits until those before it are done, because " + e.getMessage();
            REFUSALS.incrementAndGet();
            LOG.warnf("%s keeps keys and values %s", file, reason);
            return new Chosen(new CacheForm(false, reason), graph);
        }
    }

    private static OnnxGraph rewritten(OnnxGraph graph, int contextTokens) throws GraphNotRewritableException {
        List<CachedAttention> layers = CachedAttention.all(graph);
        AttentionScale scale = AttentionScale.of(graph, layers, contextTokens);
        OnnxGraph rewritten = graph.copy();
        SlotAttention.rewrite(rewritten, layers, scale);
        rewritten.dropUnused();
        DerivedPositions.replace(rewritten, graph, layers, scale.heads());
        rewritten.dropUnused();
        return rewritten;
    }

    private static float probe(Chosen filed, Chosen slots, Function<Chosen, Decoder> open)
            throws GraphNotRewritableException {
        try {
            return RewritingProbe.difference(
                    filed.graph(),
                    slots.graph(),
                    exact -> open.apply(
                            new Chosen(exact.uses("GroupQueryAttention") ? slots.form() : filed.form(), exact)));
        } catch (ModelRefusedException | IllegalStateException e) {
            throw new GraphNotRewritableException("a probe of it fails: " + e.getMessage());
        }
    }
}
