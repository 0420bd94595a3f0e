package io.peerwright.tck.fuzz;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Says bytes to others, of a {@link FuzzTarget} for example, and takes whatever they answer. It
 * closes its direction after the last of them, and its links when they close theirs.
 */
public final class Stranger {

  private final Host host;
  private final List<Link> open = new ArrayList<>();
  private byte[] answer = {};
  private long calls;

  /** A stranger at this host. */
  public Stranger(Host host) {
    this.host = host;
  }

  /** Connects to somebody, and says this. */
  public void call(Endpoint to, byte[] bytes) {
    host.transport().connect(to, SocketOptions.DEFAULT, new Speech(bytes));
  }

  /** Answers whoever connects from now on, before it is asked. */
  public void listen(Endpoint at) {
    host.transport().listen(at, SocketOptions.DEFAULT, accepted -> answered());
  }

  /** What is said to whoever connects. */
  public void answer(byte[] bytes) {
    answer = bytes;
  }

  private LinkHandler answered() {
    calls++;
    return new Speech(answer);
  }

  /** How many have called. */
  public long calls() {
    return calls;
  }

  /** True if it speaks to nobody now. */
  public boolean isAlone() {
    return open.isEmpty();
  }

  /** Breaks all links. */
  public void hangUp() {
    List.copyOf(open).forEach(link -> link.abort(Reason.RESET));
  }

  /** What is said by one link. */
  private final class Speech implements LinkHandler {

    private final ByteBuffer rest;

    Speech(byte[] bytes) {
      rest = ByteBuffer.wrap(bytes);
    }

    @Override
    public void onOpen(Link link) {
      open.add(link);
      link.request(Link.UNLIMITED);
      onWritable(link);
    }

    @Override
    public void onWritable(Link link) {
      link.write(rest);
      if (!rest.hasRemaining()) {
        link.closeOutput();
      }
    }

    @Override
    public void onData(Link link, ByteBuffer data) {}

    @Override
    public void onInputClosed(Link link) {
      link.close();
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      open.remove(link);
    }
  }
}
