package io.peerwright.transport.inmemory.nat;

import io.peerwright.transport.inmemory.check.Check;

/** Something that a NAT box remembers until a deadline, or for as long as a link holds it. */
class NatLease {

  private long expires;
  private int holders;

  boolean isLive(long now) {
    return holders > 0 || now < expires;
  }

  /** The end of the lease if nothing more happens; the end of time while a link holds it. */
  long ends() {
    return holders > 0 ? Long.MAX_VALUE : expires;
  }

  void extend(long until) {
    expires = Math.max(expires, until);
  }

  void hold() {
    holders++;
  }

  void letGo(long until) {
    holders--;
    extend(until);
  }

  void checkInvariants() {
    Check.that(holders >= 0, "a lease is let go as often as it was held");
  }
}
