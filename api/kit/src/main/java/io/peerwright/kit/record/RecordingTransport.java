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
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.net.ForwardingDatagrams;
import io.peerwright.kit.net.ForwardingLink;
import io.peerwright.kit.net.ForwardingTransport;
import java.nio.ByteBuffer;

/** A transport around another one that tells a {@link TrafficLog} all that passes, and when. */
public final class RecordingTransport extends ForwardingTransport {

  private final Loop loop;
  private final TrafficLog log;
  private final long begin;
  private int links;

  /** Records what passes {@code inner}, on its loop, from now on. */
  public RecordingTransport(Transport inner, Loop loop, TrafficLog log) {
    super(inner);
    this.loop = loop;
    this.log = log;
    this.begin = loop.nanoTime();
  }

  private long now() {
    return loop.nanoTime() - begin;
  }

  @Override
  public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
    return connect(new Recorded(false), remote, options, handler);
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
    return listen(() -> new Recorded(true), local, options, acceptor);
  }

  @Override
  public Datagrams bind(Endpoint local, SocketOptions options, DatagramHandler handler) {
    return bind(new RecordedDatagrams(), local, options, handler);
  }

  private final class Recorded extends ForwardingLink {
    private final boolean accepted;
    private int number = -1;
    private boolean outputEnded;

    Recorded(boolean accepted) {
      this.accepted = accepted;
    }

    private boolean isOpen() {
      return number >= 0;
    }

    @Override
    public void onOpen(Link opened) {
      number = links++;
      log.opened(now(), number, accepted, opened.local(), opened.remote());
      super.onOpen(opened);
    }

    @Override
    public void onData(Link from, ByteBuffer data) {
      log.passed(now(), number, true, data.duplicate());
      super.onData(from, data);
    }

    @Override
    public void onInputClosed(Link ended) {
      log.ended(now(), number, true);
      super.onInputClosed(ended);
    }

    @Override
    public void onClosed(Link closed, Reason reason) {
      outputEnded = true;
      if (isOpen()) {
        log.closed(now(), number, reason);
      }
      super.onClosed(closed, reason);
    }

    @Override
    public int write(ByteBuffer source) {
      ByteBuffer before = source.duplicate();
      int taken = super.write(source);
      if (taken > 0) {
        log.passed(now(), number, false, before.limit(before.position() + taken));
      }
      return taken;
    }

    @Override
    public void closeOutput() {
      noteEnd();
      super.closeOutput();
    }

    @Override
    public void close() {
      noteEnd();
      super.close();
    }

    private void noteEnd() {
      if (isOpen() && !outputEnded) {
        outputEnded = true;
        log.ended(now(), number, false);
      }
    }

    @Override
    public void abort(Reason reason) {
      outputEnded = true;
      super.abort(reason);
    }
  }

  private final class RecordedDatagrams extends ForwardingDatagrams {

    @Override
    public SendResult send(Endpoint to, ByteBuffer payload) {
      ByteBuffer before = payload.duplicate();
      SendResult result = super.send(to, payload);
      if (result == SendResult.ACCEPTED) {
        log.datagram(now(), false, local(), to, before);
      }
      return result;
    }

    @Override
    public void onDatagram(Datagrams at, Endpoint from, ByteBuffer data) {
      log.datagram(now(), true, local(), from, data.duplicate());
      super.onDatagram(at, from, data);
    }
  }
}
