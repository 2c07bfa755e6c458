package dev.sightline.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutputGateTest {
    private final OutputGate gate = new OutputGate();

    @Test
    void refusesATextWithoutWords() {
        assertThat(gate.refusal(" \n", new int[] {198})).isPresent();
    }

    @Test
    void refusesNothingButOneTokenRepeated() {
        assertThat(gate.refusal("the the the the", new int[] {7, 7, 7, 7})).isPresent();
    }

    @Test
    void letsASentencePass() {
        assertThat(gate.refusal("A cat.", new int[] {1, 2, 3})).isEmpty();
        assertThat(gate.refusal("no", new int[] {5})).isEmpty();
    }
}
