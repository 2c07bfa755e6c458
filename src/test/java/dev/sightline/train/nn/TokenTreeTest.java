package dev.sightline.train.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenTreeTest {
    private final TokenTree tree = new TokenTree();

    @Test
    void keepsACommonBeginningOnce() {
        tree.add(new int[] {1, 5, 6, 7}, TinyModel.marks(4, 2, 3));
        tree.add(new int[] {1, 5, 6, 8}, TinyModel.marks(4, 2, 3));

        assertThat(tree.size()).isEqualTo(3); // the last token of an answer is only ever said
        assertThat(tree.targets())
                .containsExactly(
                        new TokenTree.Target(1, 6),
                        new TokenTree.Target(2, 7),
                        new TokenTree.Target(1, 6),
                        new TokenTree.Target(2, 8));
    }

    @Test
    void aChangedPromptTokenChangesNoLossTerm() {
        TokenTree changed = new TokenTree();

        tree.add(new int[] {1, 5, 6, 7}, TinyModel.marks(4, 2, 3));
        changed.add(new int[] {1, 9, 6, 7}, TinyModel.marks(4, 2, 3));

        assertThat(changed.targets()).isEqualTo(tree.targets());
    }

    @Test
    void aBranchSeesItsAncestorsAndNotItsSiblings() {
        // given a fork after node 1: nodes 2, 3 and nodes 4, 5
        tree.add(new int[] {1, 5, 6, 7, 2}, TinyModel.marks(5, 4));
        tree.add(new int[] {1, 5, 8, 9, 2}, TinyModel.marks(5, 4));
        float[] mask = new float[49];

        // when
        tree.writeMask(mask, 0, 7);

        // then
        assertThat(seen(mask, 3, 7)).containsExactly(0, 1, 2, 3);
        assertThat(seen(mask, 5, 7)).containsExactly(0, 1, 4, 5);
        assertThat(tree.position(4)).isEqualTo(2);
        assertThat(seen(mask, 6, 7)).containsExactly(6); // padding
    }

    @Test
    void refusesAConversationThatBeginsWithAnAnswer() {
        assertThatThrownBy(() -> tree.add(new int[] {1}, TinyModel.marks(1, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static int[] seen(float[] mask, int row, int side) {
        return IntStream.range(0, side)
                .filter(column -> mask[row * side + column] == 0)
                .toArray();
    }
}
