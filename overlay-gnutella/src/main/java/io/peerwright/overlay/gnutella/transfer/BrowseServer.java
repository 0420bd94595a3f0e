package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Loop;
import io.peerwright.kit.http.HttpExchange;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpRequest;
import io.peerwright.kit.http.HttpServer;
import io.peerwright.kit.limit.AddressRates;
import io.peerwright.kit.limit.SaltedHash;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.sharing.HitWriter;
import io.peerwright.overlay.gnutella.sharing.Library;
import io.peerwright.overlay.gnutella.sharing.LibraryFile;
import io.peerwright.overlay.gnutella.sharing.Responder;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Tells all that is shared, to who asks for {@value #TYPE} at {@code /}: hits, one behind the
 * other, made as they are taken.
 */
final class BrowseServer implements HttpServer.Handler {

  /** A body of hits. */
  static final String TYPE = "application/x-gnutella-packets";

  /** From one address, or one IPv6 network of 64 bits. */
  static final int PER_MINUTE = 6;

  private static final Guid NO_QUERY = new Guid(0, 0);
  private static final int FILES_AT_A_TIME = 10;

  private final Loop loop;
  private final Library library;
  private final PushNetwork network;
  private @Nullable AddressRates rates;
  private long served;

  BrowseServer(Loop loop, Library library, PushNetwork network) {
    this.loop = loop;
    this.library = library;
    this.network = network;
  }

  static boolean isFor(HttpRequest request) {
    return request.path().equals("/")
        && request.fields().all("Accept").stream().anyMatch(value -> value.contains(TYPE));
  }

  long served() {
    return served;
  }

  @Override
  public void onRequest(HttpRequest request, HttpExchange exchange) {
    AddressRates perAddress = rates;
    if (perAddress == null) {
      perAddress = AddressRates.perMinute(SaltedHash.of(loop), PER_MINUTE);
      rates = perAddress;
    }
    Responder responder = network.responder();
    if (!perAddress.take(exchange.remote(), loop.nanoTime())) {
      exchange.reply(
          429, HttpFields.NONE, "asked too often from this address; try again in a minute");
    } else if (responder == null) {
      exchange.reply(503, HttpFields.NONE, "on its way out");
    } else {
      served++;
      exchange.reply(200, HttpFields.NONE.with("Content-Type", TYPE), new Hits(responder));
    }
  }

  /** The hits of all files; what comes meanwhile is told too, what goes is not. */
  private final class Hits implements Iterator<ByteBuffer> {
    private final Responder responder;
    private final Deque<ByteBuffer> ready = new ArrayDeque<>(2);
    private int last;

    Hits(Responder responder) {
      this.responder = responder;
    }

    @Override
    public boolean hasNext() {
      if (ready.isEmpty()) {
        List<LibraryFile> files = library.after(last, FILES_AT_A_TIME);
        for (QueryHit hit : HitWriter.hits(files, false, responder)) {
          ready.add(Messages.encode(NO_QUERY, 1, 0, hit));
        }
        last = files.isEmpty() ? last : files.get(files.size() - 1).index();
      }
      return !ready.isEmpty();
    }

    @Override
    public ByteBuffer next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }
  }
}
