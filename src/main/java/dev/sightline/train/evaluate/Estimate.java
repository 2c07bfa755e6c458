package dev.sightline.train.evaluate;

/** A figure, and between which bounds it lies with 95% confidence. */
public record Estimate(double value, double low, double high) {}
