package io.peerwright.decorators;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Takes whatever comes on its links, and notes when. */
public final class Sink implements LinkAcceptor {

  /** What came on one link. */
  public static final class Stream {
    public long bytes;
    public int pieces;
    public long openedAt;
    public long firstAt;
    public long lastAt;
    public long endedAt;
    public Reason closed;

    /** Whether it was the pattern of {@link Source}. */
    public boolean intact = true;
  }

  private final Host host;
  private final List<Stream> streams = new ArrayList<>();

  private Sink(Host host) {
    this.host = host;
  }

  /** Listens at the address of {@code host}; called on its loop. */
  public static Sink at(Host host, Endpoint local) {
    Sink sink = new Sink(host);
    host.transport().listen(local, SocketOptions.DEFAULT, sink);
    return sink;
  }

  /** The links in the order in which they came. */
  public List<Stream> streams() {
    return streams;
  }

  @Override
  public LinkHandler onAccept(Link link) {
    Stream stream = new Stream();
    streams.add(stream);
    return new LinkHandler() {
      @Override
      public void onOpen(Link opened) {
        stream.openedAt = host.loop().nanoTime();
        opened.request(Link.UNLIMITED);
      }

      @Override
      public void onData(Link from, ByteBuffer data) {
        stream.lastAt = host.loop().nanoTime();
        if (stream.bytes == 0) {
          stream.firstAt = stream.lastAt;
        }
        while (data.hasRemaining()) {
          stream.intact &= data.get() == Source.at(stream.bytes++);
        }
        stream.pieces++;
      }

      @Override
      public void onInputClosed(Link ended) {
        stream.endedAt = host.loop().nanoTime();
        ended.closeOutput();
      }

      @Override
      public void onClosed(Link over, Reason reason) {
        stream.closed = reason;
      }
    };
  }
}
