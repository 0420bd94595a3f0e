package io.peerwright.multicast.endhost;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.kit.limit.ConnectionLimits;
import io.peerwright.multicast.wire.FramedLink;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A link to another member of a group, or to a guest that sends to it. */
final class MeshLink extends FramedLink {

  /** What is done with it. */
  interface Owner {
    void onReady(MeshLink link);

    void onFrame(MeshLink link, int type, ByteBuffer body);

    void onRoom(MeshLink link);

    void onOver(MeshLink link, Reason reason);
  }

  private static final int MICRO = 1_000;

  /** What each hop costs beside its latency. */
  private static final int HOP_MICROS = 200;

  /** Ten frames of the longest kind; messages wait in the cache, not here. */
  private static final int MAX_WAITING = 1 << 20;

  private final Counters counters;
  private Owner owner;

  /** Where it listens; of a link that was accepted not known before its greeting. */
  @Nullable Endpoint peer;

  final boolean dialled;

  /** Of a link that was accepted. */
  ConnectionLimits.@Nullable Place place;

  private @Nullable Endpoint remote;
  boolean near;
  boolean guest;

  /** The other one was no member yet when the link was made. */
  boolean newcomer;

  /** Its place in the mesh; -1 while it has none. */
  int slot = -1;

  long since;
  long heardNanos;
  long pingedNanos;
  private int rttMicros;

  MeshLink(Owner owner, Counters counters, boolean dialled, int maxFrameBytes, long now) {
    super(maxFrameBytes, MAX_WAITING);
    this.owner = owner;
    this.counters = counters;
    this.dialled = dialled;
    since = now;
    heardNanos = now;
  }

  /** Whoever accepted it does not know its group; from now on the group has it. */
  void handTo(Owner other) {
    owner = other;
    if (place != null) {
      place.useful(since);
    }
  }

  /** A round trip was measured; the least counts, so the cost of a link rarely changes. */
  void measured(long nanos) {
    int micros = (int) Math.max(1, Math.min(nanos / MICRO, 10_000_000));
    rttMicros = rttMicros == 0 ? micros : Math.min(rttMicros, micros);
  }

  /** 0 if it is not known. */
  int rttMicros() {
    return rttMicros;
  }

  /** What a message takes across, as far as is known. */
  int costMicros() {
    return rttMicros / 2 + HOP_MICROS;
  }

  /** The address at the other end; null before it is open. */
  @Nullable Endpoint remote() {
    return remote;
  }

  @Override
  protected void onReady(Link opened) {
    remote = opened.remote();
    owner.onReady(this);
  }

  @Override
  protected void onFrame(int type, ByteBuffer body) {
    owner.onFrame(this, type, body);
  }

  @Override
  protected void onSent(int bytes) {
    counters.bytesSent += bytes;
  }

  @Override
  protected void onRoom() {
    owner.onRoom(this);
  }

  @Override
  protected void onOver(Reason reason) {
    if (place != null) {
      place.release();
    }
    owner.onOver(this, reason);
  }
}
