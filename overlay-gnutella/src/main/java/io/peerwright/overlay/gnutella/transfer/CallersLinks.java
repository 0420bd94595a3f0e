package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.net.ForwardingTransport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Links of servents that have called whom they have in their queue, kept for a moment: who is about
 * to ask such a servent gets its link instead of one that is dialled.
 */
final class CallersLinks {

  private static final int MOST = 64;
  private static final long KEPT_NANOS = 10_000_000_000L;

  private record Kept(CallReader reader, long timer) {}

  private final Loop loop;
  private final Map<Endpoint, Kept> kept = new LinkedHashMap<>(0);

  /** None yet. */
  CallersLinks(Loop loop) {
    this.loop = loop;
  }

  /** How many are kept. */
  int size() {
    return kept.size();
  }

  /**
   * A servent has called.
   *
   * @param at what would be dialled to ask it
   */
  void keep(Endpoint at, CallReader reader) {
    drop(at);
    if (kept.size() >= MOST) {
      drop(kept.keySet().iterator().next());
    }
    kept.put(at, new Kept(reader, loop.schedule(KEPT_NANOS, () -> drop(at))));
    reader.whenGone(() -> forget(at, reader));
  }

  private void drop(Endpoint at) {
    Kept old = kept.remove(at);
    if (old != null) {
      loop.cancel(old.timer);
      old.reader.refuse();
    }
  }

  private void forget(Endpoint at, CallReader reader) {
    Kept old = kept.get(at);
    if (old != null && old.reader == reader) {
      kept.remove(at);
      loop.cancel(old.timer);
    }
  }

  /** In place of one that is dialled; null if that has not called. */
  @Nullable Link take(Endpoint at, SocketOptions options, LinkHandler handler) {
    Kept called = kept.remove(at);
    if (called == null) {
      return null;
    }
    loop.cancel(called.timer);
    PushedLink link =
        new PushedLink(loop, at, handler, options.connectWithinNanos(), waiting -> {});
    loop.execute(
        () -> {
          if (link.isWaiting()) {
            called.reader.give(link);
          } else {
            called.reader.refuse();
          }
        });
    return link;
  }

  /** Ends all. */
  void close() {
    List.copyOf(kept.keySet()).forEach(this::drop);
  }

  /** A transport that takes them. */
  Transport over(Transport inner) {
    return new ForwardingTransport(inner) {
      @Override
      public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
        Link called = take(remote, options, handler);
        return called == null ? super.connect(remote, options, handler) : called;
      }
    };
  }
}
