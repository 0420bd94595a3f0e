package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lists of files from user to user (640 to 642, and {@code GETLIST} or {@code SENDLIST} on the data
 * port): for lists that are longer than servers tell, and servers that tell none.
 */
public final class DirectBrowsing {

  /** How long somebody who asked may take to connect. */
  private static final long GRANT_NANOS = 60_000_000_000L;

  private static final int MAX_GRANTS = 16;
  private static final int MAX_SERVING = 4;

  /** Who has been asked for a list. */
  private record Asked(Consumer<SharedFile> found, Consumer<Boolean> ended) {}

  private final TransferContext context;
  private final Loop loop;
  private final Map<String, Long> grants = new LinkedHashMap<>();
  private final Map<String, Asked> asked = new LinkedHashMap<>();
  private int serving;

  DirectBrowsing(TransferContext context) {
    this.context = context;
    this.loop = context.host().loop();
  }

  // Our list.

  /**
   * Somebody wants our list (640).
   *
   * @param at where it listens; port 0 if the server did not say
   */
  public void onRequest(String nick, Endpoint at) {
    FrameWriter answer = new FrameWriter();
    context.send(answer.begin(MessageType.DIRECT_BROWSE_ACCEPT).field(nick));
    if (context.isReachable()) {
      grant(key(nick));
    } else if (at.port() > 0 && context.mayDial(at) && serving < MAX_SERVING) {
      LinkHandler handler = serving("SENDLIST " + context.nick());
      context.host().transport().connect(at, SocketOptions.DEFAULT, handler);
    }
  }

  private void grant(String key) {
    long now = loop.nanoTime();
    grants.values().removeIf(at -> now - at > GRANT_NANOS);
    if (grants.size() < MAX_GRANTS) {
      grants.put(key, now);
    }
  }

  /** A link on which GETLIST came: it does not say who it is. Null if nobody is expected. */
  @Nullable LinkHandler serve(Link link) {
    long now = loop.nanoTime();
    grants.values().removeIf(at -> now - at > GRANT_NANOS);
    if (grants.isEmpty() || serving >= MAX_SERVING) {
      return null;
    }
    grants.remove(grants.keySet().iterator().next());
    ListServing handler = serving(context.nick());
    handler.begin(link);
    return handler;
  }

  private ListServing serving(String head) {
    serving++;
    return new ListServing(
        loop,
        context.config().stallTimeout().toNanos(),
        head,
        context.sharedFiles().iterator(),
        () -> serving--);
  }

  // The lists of others.

  /** Asks a user for its list; the end is told once, unless {@link #forget} comes before. */
  public void ask(String nick, Consumer<SharedFile> found, Consumer<Boolean> ended) {
    asked.put(key(nick), new Asked(found, ended));
    context.send(new FrameWriter().begin(MessageType.DIRECT_BROWSE).field(nick));
  }

  /** The answer does not matter any more. */
  public void forget(String nick) {
    asked.remove(key(nick));
  }

  /** The user accepts (641). One with port 0 connects to us. */
  public void onAccepted(String nick, Endpoint at) {
    Asked question = asked.get(key(nick));
    if (question == null || at.port() == 0) {
      return;
    }
    asked.remove(key(nick));
    if (!context.mayDial(at)) {
      question.ended.accept(false);
      return;
    }
    long within = context.config().requestTimeout().toNanos();
    context
        .host()
        .transport()
        .connect(
            at,
            SocketOptions.DEFAULT.withConnectWithinNanos(within),
            new ListReading(loop, false, question.found, question.ended));
  }

  /** The list cannot be had (642). */
  public void onError(String nick) {
    Asked question = asked.remove(key(nick));
    if (question != null) {
      question.ended.accept(false);
    }
  }

  /** A link on which SENDLIST came. Null if we have not asked for that list. */
  @Nullable LinkHandler accept(String nick, Link link) {
    Asked question = asked.remove(key(nick));
    if (question == null) {
      return null;
    }
    ListReading handler = new ListReading(loop, true, question.found, question.ended);
    handler.begin(link);
    return handler;
  }

  private static String key(String nick) {
    return nick.toLowerCase(Locale.ROOT);
  }
}
