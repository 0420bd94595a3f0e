package io.peerwright.multicast.sap;

import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;

/** A session that others announce. */
final class HeardSession {

  private final Group group;
  private final byte[] packet;

  /** Who may withdraw it, besides its origin. */
  private final Endpoint announcer;

  /** When it was announced by its announcer: answers to queries do not keep it alive. */
  private long announcedNanos;

  /** When anybody sent it. */
  private long heardNanos;

  HeardSession(Group group, byte[] packet, Endpoint announcer, long now) {
    this.group = group;
    this.packet = packet;
    this.announcer = announcer;
    announcedNanos = now;
    heardNanos = now;
  }

  Group group() {
    return group;
  }

  /** As it came, for who asks. */
  byte[] packet() {
    return packet;
  }

  Endpoint announcer() {
    return announcer;
  }

  long announcedNanos() {
    return announcedNanos;
  }

  long heardNanos() {
    return heardNanos;
  }

  void heard(Endpoint from, Endpoint origin, long now) {
    heardNanos = now;
    if (isAnnouncedBy(from, origin)) {
      announcedNanos = now;
    }
  }

  /** Whether it is theirs: they are its origin, or the host that was heard first. */
  boolean isAnnouncedBy(Endpoint from, Endpoint origin) {
    return isSameHost(from, origin) || isSameHost(from, announcer);
  }

  static boolean isSameHost(Endpoint one, Endpoint other) {
    return one.high() == other.high() && one.low() == other.low();
  }
}
