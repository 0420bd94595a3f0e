package io.peerwright.samples.architecture.planted;

/** Breaks a rule on purpose. */
public final class UsesJackson {
  com.fasterxml.jackson.databind.JsonNode node;
}
