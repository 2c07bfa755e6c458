package dev.sightline.intake;

import dev.sightline.event.CloudEvent;
import dev.sightline.event.Lane;

/** An event that intake sends, and the lane it goes to. */
record Settled(Lane lane, CloudEvent event) {}
