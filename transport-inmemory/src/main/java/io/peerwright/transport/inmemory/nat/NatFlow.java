package io.peerwright.transport.inmemory.nat;

import io.peerwright.api.net.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What passes a NAT box between two endpoints, in both directions. A packet from inside goes from
 * {@code inside} to {@code seen} on the one side and from {@code outside} to {@code remote} on the
 * other.
 */
public final class NatFlow extends NatLease {

  private final NatBinding binding;

  /** The right of the remote's address to be let in; null if the filter does not go by address. */
  private final @Nullable NatLease permit;

  private final Endpoint remote;
  private final Endpoint seen;
  private final boolean fromInside;
  private boolean replied;
  private boolean held;

  NatFlow(
      NatBinding binding,
      @Nullable NatLease permit,
      Endpoint remote,
      Endpoint seen,
      boolean fromInside) {
    this.binding = binding;
    this.permit = permit;
    this.remote = remote;
    this.seen = seen;
    this.fromInside = fromInside;
  }

  public Endpoint inside() {
    return binding.inside();
  }

  public Endpoint outside() {
    return binding.outside();
  }

  public Endpoint remote() {
    return remote;
  }

  /** The remote as the inside host sees it: another port where two flows would look the same. */
  public Endpoint seen() {
    return seen;
  }

  /** Whether both sides have sent something. */
  boolean isReplied() {
    return replied;
  }

  /** Notes a packet; true if it is the first answer. */
  boolean passed(boolean outbound) {
    boolean first = !replied && outbound != fromInside;
    replied |= first;
    return first;
  }

  /** Lasts no longer than what it goes by. */
  void extendWithin(long until) {
    long most = permit == null ? binding.ends() : Math.min(binding.ends(), permit.ends());
    extend(Math.min(until, most));
  }

  void extendAll(long until) {
    extend(until);
    binding.extend(until);
    if (permit != null) {
      permit.extend(until);
    }
  }

  /** An open link holds the flow and what it goes by. */
  void opened() {
    if (!held) {
      held = true;
      hold();
      binding.hold();
      if (permit != null) {
        permit.hold();
      }
    }
  }

  void closed(long until) {
    if (held) {
      held = false;
      letGo(until);
      binding.letGo(until);
      if (permit != null) {
        permit.letGo(until);
      }
    }
  }
}
