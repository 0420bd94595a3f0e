package io.peerwright.samples.architecture.planted;

/** Breaks a rule on purpose. */
public final class UsesGuice {
  com.google.inject.Injector injector;
}
