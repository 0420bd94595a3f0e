package io.peerwright.tck;

import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.overlay.Browse;
import io.peerwright.api.overlay.KeyLookup;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Messaging;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.Relay;
import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One use of each capability of an overlay that takes its time and comes to an end: each asks for
 * something that nobody has. Used on the loop.
 */
final class PendingCalls {

  private static final String NOBODY = NamedPeers.NOBODY;
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Machine machine;
  private final List<PendingCall> all = new ArrayList<>();

  private PendingCalls(Machine machine) {
    this.machine = machine;
  }

  /** One of them, and how it ended. May be read by any thread. */
  static final class PendingCall {
    private final String what;
    private volatile @Nullable Reason reason;
    private volatile @Nullable Throwable failure;

    private PendingCall(String what) {
      this.what = what;
    }

    boolean isOver() {
      return reason != null || failure != null;
    }

    /** Why it ended; null if it has not, or has failed without a reason. */
    @Nullable Reason reason() {
      return reason;
    }

    @Override
    public String toString() {
      Object end = reason == null ? failure : reason;
      return what + (end == null ? " goes on" : " ended with " + end);
    }
  }

  /** Begins whatever the overlay can do. */
  static List<PendingCall> begin(Machine machine, Overlay overlay) {
    PendingCalls begun = new PendingCalls(machine);
    overlay.as(KeywordSearch.class).ifPresent(begun::search);
    overlay.as(Browse.class).ifPresent(begun::browse);
    overlay
        .as(Naming.class)
        .ifPresent(naming -> begun.stage("resolve", naming.resolve(Urn.user(NOBODY), LONG)));
    overlay
        .as(KeyLookup.class)
        .ifPresent(lookup -> begun.stage("get", lookup.get(anyKey(lookup), LONG)));
    overlay
        .as(Messaging.class)
        .ifPresent(each -> begun.stage("send", each.send(NOBODY, ByteBuffer.allocate(9))));
    overlay.as(Relay.class).ifPresent(begun::connect);
    return begun.all;
  }

  private PendingCall add(String what) {
    PendingCall added = new PendingCall(what);
    all.add(added);
    return added;
  }

  private void search(KeywordSearch search) {
    PendingCall call = add("search");
    Query query = Query.parse("nothing of this name").limitedTo(10, LONG);
    search.search(query, hit -> {}, reason -> ended(call, reason));
  }

  private void browse(Browse browse) {
    PendingCall call = add("browse");
    browse.browse(NOBODY, hit -> {}, reason -> ended(call, reason));
  }

  private void connect(Relay relay) {
    PendingCall call = add("connect");
    relay.connect(
        NOBODY,
        new LinkHandler() {
          @Override
          public void onData(Link link, ByteBuffer data) {}

          @Override
          public void onClosed(Link link, Reason reason) {
            ended(call, reason);
          }
        });
  }

  private void ended(PendingCall call, Reason reason) {
    machine.referee().enter(machine.loop(), call.what, () -> call.reason = reason);
  }

  private void stage(String what, CompletionStage<?> stage) {
    PendingCall call = add(what);
    stage.whenComplete(
        (value, thrown) -> {
          Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
          call.failure = cause;
          call.reason =
              cause == null
                  ? Reason.ENDED
                  : cause instanceof OverlayException known ? known.reason() : null;
        });
  }

  /** A key in the form of its namespace, of content that nobody has. */
  private static Urn anyKey(KeyLookup lookup) {
    String namespace = lookup.namespaces().iterator().next();
    for (int bytes : new int[] {20, 32, 16, 24}) {
      try {
        return Urn.ofHash(namespace, Pattern.bytes(77, bytes));
      } catch (IllegalArgumentException e) {
        // Of another length.
      }
    }
    return new Urn(namespace, NOBODY);
  }
}
