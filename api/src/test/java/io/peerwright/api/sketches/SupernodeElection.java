package io.peerwright.api.sketches;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A peer that has been up for a quarter of an hour becomes a supernode if supernodes are wanting,
 * chance picks it, and two strangers could call it back.
 *
 * <p>Shows a protocol that is client and server at once, a nonce from the secure stream, and how
 * not to be a reflector: the call back goes to the address that asked, never to one in a message.
 * Messages: 1, port 2, nonce 8 (call me back) and 2, nonce 8 (here I am).
 */
final class SupernodeElection implements LinkAcceptor, TimerTarget {

  private static final int CALL_ME_BACK = 1;
  private static final int HERE_I_AM = 2;
  private static final int WITNESSES = 2;
  private static final long UPTIME_NANOS = 15 * 60_000_000_000L;
  private static final SocketOptions QUICK =
      SocketOptions.DEFAULT.withConnectWithinNanos(5_000_000_000L);

  private final Host host;
  private final List<Endpoint> strangers;
  private final double chance;
  private final Runnable promoted;
  private final RandomGenerator random;
  private final Set<Endpoint> witnesses = new TreeSet<>();
  private long nonce;

  /**
   * Starts to listen.
   *
   * @param chance supernodes wanting / candidates above the threshold
   */
  SupernodeElection(Host host, List<Endpoint> strangers, double chance, Runnable promoted) {
    this.host = host;
    this.strangers = strangers;
    this.chance = chance;
    this.promoted = promoted;
    this.random = host.loop().random("election");
    host.transport().listen(host.listenAddress(), SocketOptions.DEFAULT, this);
    host.loop().schedule(UPTIME_NANOS, this, 0, 0);
  }

  @Override
  public void onTimer(int code, long unused) {
    host.loop().schedule(UPTIME_NANOS, this, 0, 0);
    if (witnesses.size() < WITNESSES && random.nextDouble() < chance) {
      byte[] fresh = new byte[8];
      host.loop().secureRandom(fresh);
      nonce = ByteBuffer.wrap(fresh).getLong();
      witnesses.clear();
      short port = (short) host.listenAddress().port();
      ByteBuffer ask =
          ByteBuffer.allocate(11).put((byte) CALL_ME_BACK).putShort(port).putLong(nonce);
      strangers.forEach(
          to -> host.transport().connect(to, QUICK, new Call(ask.duplicate().flip())));
    }
  }

  @Override
  public LinkHandler onAccept(Link link) {
    return new Call(ByteBuffer.allocate(0));
  }

  private void onNonce(Endpoint from, long value) {
    boolean another = value == nonce && witnesses.add(from.withPort(0));
    if (another && witnesses.size() == WITNESSES) {
      promoted.run();
    }
  }

  private final class Call extends Framed {

    private final ByteBuffer greeting;

    Call(ByteBuffer greeting) {
      super(1, 11);
      this.greeting = greeting;
    }

    @Override
    public void onOpen(Link link) {
      super.onOpen(link);
      send(link, greeting);
    }

    @Override
    int frameBytes(ByteBuffer bytes, int at) {
      return switch (bytes.get(at)) {
        case CALL_ME_BACK -> 11;
        case HERE_I_AM -> 9;
        default -> -1;
      };
    }

    @Override
    void onFrame(Link link, ByteBuffer frame) {
      if (frame.get(0) == HERE_I_AM) {
        onNonce(link.remote(), frame.getLong(1));
      } else {
        Endpoint back = link.remote().withPort(frame.getShort(1) & 0xffff);
        ByteBuffer hereIAm = ByteBuffer.allocate(9).put((byte) HERE_I_AM).putLong(frame.getLong(3));
        host.transport().connect(back, QUICK, new Call(hereIAm.flip()));
      }
      link.closeOutput();
    }

    @Override
    public void onClosed(Link link, Reason reason) {}
  }
}
