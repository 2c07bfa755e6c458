package dev.sightline.generate;

import dev.sightline.model.Logits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** One row a text; several texts share their prompt's prefill, then each draws by a seed of its own and ends by itself. */
final class IndependentDecoding implements Decoding {
    private final List<GrowingText> texts;
    private List<GrowingText> growing;

    IndependentDecoding(List<GrowingText> texts) {
        this.texts = List.copyOf(texts);
        this.growing = this.texts;
    }

    @Override
    public int width() {
        return texts.size();
    }

    @Override
    public Step next(Logits logits, int[] places, List<Row> rows) {
        List<GrowingText> going = new ArrayList<>();
        int[] sources = new int[growing.size()];
        int[] ids = new int[growing.size()];
        for (int i = 0; i < growing.size(); i++) {
            int row = Math.min(i, places.length - 1); // after the prefill one row serves all
            GrowingText text = growing.get(i);
            int id = text.next(logits, places[row], rows.get(row).ids());
            if (text.complete() == null) {
                sources[going.size()] = row;
                ids[going.size()] = id;
                going.add(text);
            }
        }
        growing = going;
        if (going.isEmpty()) {
            return new Done(texts.stream()
                    .map(GrowingText::complete)
                    .map(Objects::requireNonNull)
                    .toList());
        }
        return new Grow(Arrays.copyOf(sources, going.size()), Arrays.copyOf(ids, going.size()));
    }
}
