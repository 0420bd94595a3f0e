package io.peerwright.testkit.contracts;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Relay;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Streams over links between the peers themselves, whose addresses stand on a board. The one called
 * answers with a byte whether it takes the stream. What a fault changes is a method of its own.
 */
class FakeRelay extends FakePeer implements Relay {

  static final byte YES = 'Y';
  static final byte NO = 'N';

  /** What all peers of one network see; used by several threads. */
  static final class Board {
    final Map<String, Endpoint> addresses = new ConcurrentHashMap<>();
  }

  private final Board board;
  final Set<Link> links = new LinkedHashSet<>();
  private Handle listening = () -> {};
  LinkAcceptor acceptor;

  FakeRelay(Host host, Board board) {
    super(host, Relay.class);
    this.board = board;
  }

  Board board() {
    return board;
  }

  @Override
  public CompletionStage<Void> join() {
    CompletableFuture<Void> joined = new CompletableFuture<>();
    LinkAcceptor calls =
        new LinkAcceptor() {
          @Override
          public void onListening(Endpoint local) {
            present = true;
            board().addresses.put(host.name(), local);
            joined.complete(null);
          }

          @Override
          public LinkHandler onAccept(Link link) {
            return called(link);
          }

          @Override
          public void onClosed(Reason reason) {
            joined.completeExceptionally(new OverlayException(reason, "cannot listen"));
          }
        };
    listening =
        host.transport().listen(host.listenAddress().withPort(0), SocketOptions.DEFAULT, calls);
    return joined;
  }

  @Override
  public CompletionStage<Void> leave() {
    board().addresses.remove(host.name());
    listening.close();
    endStreams();
    return super.leave();
  }

  void endStreams() {
    List.copyOf(links).forEach(each -> each.abort(Reason.SHUTDOWN));
  }

  @Override
  public Link connect(String peer, LinkHandler handler) {
    Endpoint address = board().addresses.get(peer);
    if (!present || address == null) {
      Link none = new NoLink();
      Reason reason = present ? Reason.UNRESOLVED : Reason.UNREACHABLE;
      host.loop().execute(() -> handler.onClosed(none, reason));
      return none;
    }
    Link link = host.transport().connect(address, SocketOptions.DEFAULT, calling(handler));
    links.add(link);
    return link;
  }

  @Override
  public Handle accept(LinkAcceptor taking) {
    if (acceptor != null) {
      throw new IllegalStateException("another acceptor takes the streams");
    }
    acceptor = taking;
    return () -> stopTaking(taking);
  }

  void stopTaking(LinkAcceptor taking) {
    if (acceptor == taking) {
      acceptor = null;
    }
  }

  LinkHandler calling(LinkHandler handler) {
    return new Calling(handler);
  }

  LinkHandler called(Link link) {
    links.add(link);
    LinkHandler handler = acceptor == null ? null : acceptor.onAccept(link);
    return handler == null ? new Answering(new Refused(), NO) : new Answering(handler, YES);
  }

  /** Passes a stream on from when it is open. */
  private abstract class Passing implements LinkHandler {
    final LinkHandler handler;
    boolean open;

    Passing(LinkHandler handler) {
      this.handler = handler;
    }

    final void open(Link link) {
      open = true;
      handler.onOpen(link);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      handler.onData(link, data);
    }

    @Override
    public void onWritable(Link link) {
      if (open) {
        handler.onWritable(link);
      }
    }

    @Override
    public void onInputClosed(Link link) {
      if (open) {
        handler.onInputClosed(link);
      } else {
        link.abort(Reason.REFUSED);
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      links.remove(link);
      handler.onClosed(link, reason);
    }
  }

  /** The end that calls: open from the answer on. */
  private final class Calling extends Passing {
    Calling(LinkHandler handler) {
      super(handler);
    }

    @Override
    public void onOpen(Link link) {
      link.request(1);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      if (!open) {
        if (data.get() != YES) {
          link.abort(Reason.REFUSED);
          return;
        }
        open(link);
      }
      if (data.hasRemaining()) {
        super.onData(link, data.slice());
      }
    }
  }

  /** The end that is called. */
  private final class Answering extends Passing {
    private final byte answer;

    Answering(LinkHandler handler, byte answer) {
      super(handler);
      this.answer = answer;
    }

    @Override
    public void onOpen(Link link) {
      link.write(ByteBuffer.wrap(new byte[] {answer}));
      open(link);
    }
  }

  private static final class Refused implements LinkHandler {
    @Override
    public void onOpen(Link link) {
      link.closeOutput();
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {}

    @Override
    public void onClosed(Link link, Reason reason) {}
  }

  /** A link that never opens. */
  private static final class NoLink implements Link {
    private static final Endpoint NOWHERE = Endpoint.ofIpv4(0, 0);

    @Override
    public int write(ByteBuffer source) {
      return 0;
    }

    @Override
    public void request(int bytes) {}

    @Override
    public void closeOutput() {}

    @Override
    public void close() {}

    @Override
    public void abort(Reason reason) {}

    @Override
    public Endpoint local() {
      return NOWHERE;
    }

    @Override
    public Endpoint remote() {
      return NOWHERE;
    }
  }
}
