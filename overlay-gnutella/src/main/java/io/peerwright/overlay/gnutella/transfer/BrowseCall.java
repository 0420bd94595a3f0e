package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.AppCallbacks;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpGet;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.MessageType;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.sharing.HitReader;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks one servent for all that it shares. */
final class BrowseCall implements HttpCall.Listener, Handle {

  /** More than any servent shares; who tells more is not listened to any longer. */
  static final int MOST_HITS = 250_000;

  private static final int WINDOW_BYTES = 1 << 16;
  private static final long STALL_NANOS = 30_000_000_000L;
  private static final long WHOLE_NANOS = 600_000_000_000L;

  private final Loop loop;
  private final String overlay;
  private final Predicate<Endpoint> permitted;
  private final Consumer<Hit> hits;
  private final Consumer<? super Reason> ended;
  private final Consumer<BrowseCall> over;
  private @Nullable HttpGet get;
  private ByteBuffer waiting = ByteBuffer.allocate(0);
  private int told;
  private boolean isOver;

  /**
   * Not begun.
   *
   * @param permitted whether the servent may make us dial an address
   * @param over hears, once, that it has ended
   */
  BrowseCall(
      Loop loop,
      String overlay,
      Predicate<Endpoint> permitted,
      Consumer<? super Hit> hits,
      Consumer<? super Reason> ended,
      Consumer<BrowseCall> over) {
    this.loop = loop;
    this.overlay = overlay;
    this.permitted = permitted;
    this.hits = AppCallbacks.one(loop, hits);
    this.ended = ended;
    this.over = over;
  }

  /**
   * Asks.
   *
   * @param server by its endpoint or its GUID, as the client wants it
   */
  void begin(HttpClient client, String server, Reach source) {
    HttpClient.Manner manner =
        new HttpClient.Manner(
            HttpFields.NONE.with("Accept", BrowseServer.TYPE),
            SocketOptions.DEFAULT,
            STALL_NANOS,
            WHOLE_NANOS,
            WINDOW_BYTES,
            source,
            false);
    get = client.get(Url.parse("http://" + server + "/"), null, manner, this);
  }

  /** Ends it, unless it has ended. */
  void end(Reason reason) {
    if (!isOver) {
      isOver = true;
      waiting = ByteBuffer.allocate(0);
      if (get != null) {
        get.close();
      }
      over.accept(this);
      // Neither from inside close() or browse(), nor in the way of the link.
      loop.execute(() -> ended.accept(reason));
    }
  }

  @Override
  public void onResponse(HttpResponse response) {
    String type = response.fields().first("Content-Type");
    if (response.status() != 200) {
      end(Reason.REFUSED);
    } else if (type == null || !type.startsWith(BrowseServer.TYPE)) {
      end(Reason.UNSUPPORTED);
    }
  }

  @Override
  public void onBody(ByteBuffer data) {
    if (isOver) {
      return;
    }
    int count = data.remaining();
    ByteBuffer all = ByteBuffer.allocate(waiting.remaining() + count);
    all.put(waiting).put(data).flip();
    try {
      read(all);
      waiting = all.slice();
    } catch (MalformedException malformed) {
      end(Reason.PROTOCOL);
    }
    if (!isOver && get != null) {
      get.request(count);
    }
  }

  private void read(ByteBuffer all) throws MalformedException {
    while (!isOver && all.remaining() >= Header.BYTES) {
      int at = all.position();
      int length = Header.payloadLength(all, at);
      if (Header.type(all, at) != MessageType.QUERY_HIT || Header.flags(all, at) != 0) {
        throw new MalformedException("something else than hits in a list of files");
      }
      if (all.remaining() < Header.BYTES + length) {
        return;
      }
      if (Messages.read(all, at) instanceof QueryHit hit) {
        tell(hit);
      }
      all.position(at + Header.BYTES + length);
    }
  }

  private void tell(QueryHit hit) throws MalformedException {
    for (Hit each : HitReader.read(overlay, hit, permitted)) {
      if (isOver) {
        return;
      }
      if (told++ == MOST_HITS) {
        end(Reason.LIMIT);
        return;
      }
      hits.accept(each);
    }
  }

  @Override
  public void onEnd(@Nullable OverlayException failure) {
    if (failure != null) {
      end(failure.reason() == Reason.UNREACHABLE ? Reason.UNRESOLVED : failure.reason());
    } else {
      end(waiting.hasRemaining() ? Reason.PROTOCOL : Reason.ENDED);
    }
  }

  @Override
  public void close() {
    end(Reason.CANCELLED);
  }
}
