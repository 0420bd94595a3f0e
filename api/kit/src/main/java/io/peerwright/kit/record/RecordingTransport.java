package io.peerwright.kit.record;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.record.Recording.Kind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A transport around another one that notes every byte of every link, and when it passed. Datagrams
 * pass unrecorded.
 */
public final class RecordingTransport implements Transport {

  private final Transport inner;
  private final Loop loop;
  private final Recording recording;
  private final long begin;

  /** Records what passes {@code inner}, on its loop, from now on. */
  public RecordingTransport(Transport inner, Loop loop, Recording recording) {
    this.inner = inner;
    this.loop = loop;
    this.recording = recording;
    this.begin = loop.nanoTime();
  }

  private long now() {
    return loop.nanoTime() - begin;
  }

  @Override
  public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
    Recorded recorded = new Recorded(Kind.CONNECTED, handler);
    recorded.link = inner.connect(remote, options, recorded);
    return recorded;
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
    return inner.listen(
        local,
        options,
        new LinkAcceptor() {
          @Override
          public void onListening(Endpoint bound) {
            acceptor.onListening(bound);
          }

          @Override
          public void onReachable(Endpoint outside) {
            acceptor.onReachable(outside);
          }

          @Override
          public @Nullable LinkHandler onAccept(Link link) {
            Recorded recorded = new Recorded(Kind.ACCEPTED, null);
            recorded.link = link;
            recorded.handler = acceptor.onAccept(recorded);
            return recorded.handler == null ? null : recorded;
          }

          @Override
          public void onClosed(Reason reason) {
            acceptor.onClosed(reason);
          }
        });
  }

  @Override
  public Datagrams bind(Endpoint local, SocketOptions options, DatagramHandler handler) {
    return inner.bind(local, options, handler);
  }

  @Override
  public Handle resolve(String hostAndPort, long withinNanos, Consumer<List<Endpoint>> found) {
    return inner.resolve(hostAndPort, withinNanos, found);
  }

  @Override
  public List<Endpoint> localAddresses() {
    return inner.localAddresses();
  }

  @Override
  public int prefixBits(Endpoint localAddress) {
    return inner.prefixBits(localAddress);
  }

  @Override
  public int maxDatagramBytes() {
    return inner.maxDatagramBytes();
  }

  /** Stands between the link and its handler; each sees it as the other. */
  private final class Recorded implements Link, LinkHandler {
    private final Kind kind;
    private @Nullable LinkHandler handler;
    private @Nullable Link link;
    private int number = -1;

    Recorded(Kind kind, @Nullable LinkHandler handler) {
      this.kind = kind;
      this.handler = handler;
    }

    private LinkHandler handler() {
      if (handler == null) {
        throw new IllegalStateException("a link has a handler before anything happens on it");
      }
      return handler;
    }

    private Link link() {
      if (link == null) {
        throw new IllegalStateException("a transport calls back only after it has returned");
      }
      return link;
    }

    @Override
    public void onOpen(Link opened) {
      number = recording.open(now(), kind, opened.local(), opened.remote());
      handler().onOpen(this);
    }

    @Override
    public void onData(Link from, ByteBuffer data) {
      byte[] bytes = new byte[data.remaining()];
      data.duplicate().get(bytes);
      recording.add(now(), number, Kind.IN, bytes);
      handler().onData(this, data);
    }

    @Override
    public void onWritable(Link writable) {
      handler().onWritable(this);
    }

    @Override
    public void onInputClosed(Link closed) {
      recording.add(now(), number, Kind.INPUT_CLOSED, new byte[0]);
      handler().onInputClosed(this);
    }

    @Override
    public void onClosed(Link closed, Reason reason) {
      if (number >= 0) {
        recording.add(now(), number, Kind.CLOSED, new byte[0]);
      }
      handler().onClosed(this, reason);
    }

    @Override
    public int write(ByteBuffer source) {
      ByteBuffer before = source.duplicate();
      int taken = link().write(source);
      if (taken > 0) {
        byte[] bytes = new byte[taken];
        before.get(bytes);
        recording.add(now(), number, Kind.OUT, bytes);
      }
      return taken;
    }

    @Override
    public void request(int bytes) {
      link().request(bytes);
    }

    @Override
    public void closeOutput() {
      link().closeOutput();
    }

    @Override
    public void close() {
      link().close();
    }

    @Override
    public void abort(Reason reason) {
      link().abort(reason);
    }

    @Override
    public Endpoint local() {
      return link().local();
    }

    @Override
    public Endpoint remote() {
      return link().remote();
    }
  }
}
