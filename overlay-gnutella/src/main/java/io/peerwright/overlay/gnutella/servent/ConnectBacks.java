package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.limit.AddressRates;
import io.peerwright.kit.limit.SaltedHash;
import io.peerwright.kit.limit.TokenBucket;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.gnutella.datagram.MessageSender;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Ping;
import io.peerwright.overlay.gnutella.vendor.VendorContent;
import io.peerwright.overlay.gnutella.vendor.VendorContent.TcpConnectBack;
import io.peerwright.overlay.gnutella.vendor.VendorContent.UdpConnectBack;
import io.peerwright.overlay.gnutella.vendor.VendorId;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether others can reach us, found out by asking neighbours to try (BEAR/7 over TCP, GTKG/7 over
 * UDP), and tried for them. Only a servent asks that is behind a router, or at an address of the
 * open Internet, where a firewall may be; the address is always that of the link, so that nobody
 * can send us to somebody else.
 */
final class ConnectBacks implements VendorMessages.Handler {

  /** What is tried for others in a minute; more is refused. */
  static final int PER_MINUTE = 20;

  /** Of these for one address: each neighbour may ask for one in both ways, and once again. */
  static final int PER_ADDRESS = 4;

  private static final int CELLS = 256;
  private static final int BURST = 5;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int MOST_ASKED = 3;
  private static final int ENOUGH_ASKED = 2;
  private static final long WITHIN_NANOS = 5_000_000_000L;
  private static final long SILENCE_NANOS = 30_000_000_000L;
  private static final VendorId TCP = new VendorId(VendorId.BEAR, 7, 1);
  private static final VendorId UDP = new VendorId(VendorId.GTKG, 7, 2);

  private final Host host;
  private final ServentPort port;
  private final Neighbours neighbours;
  private final VendorMessages messages;
  private final Supplier<@Nullable MessageSender> datagrams;
  private @Nullable TokenBucket tries;
  private @Nullable AddressRates ofAddress;
  private @Nullable Guid expected;
  private boolean udpProven;
  private int tcpAsked;
  private int udpAsked;
  private long askedAt;

  /** Has asked nobody. */
  ConnectBacks(
      Host host,
      ServentPort port,
      Neighbours neighbours,
      VendorMessages messages,
      Supplier<@Nullable MessageSender> datagrams) {
    this.host = host;
    this.port = port;
    this.neighbours = neighbours;
    this.messages = messages;
    this.datagrams = datagrams;
    messages.register(TCP, this);
    messages.register(UDP, this);
  }

  @Override
  public void onMessage(PeerLink from, Guid guid, VendorContent content) {
    if (content instanceof TcpConnectBack back) {
      onTcp(from, back);
    } else if (content instanceof UdpConnectBack back) {
      onUdp(from, guid, back);
    }
  }

  // For us.

  /** Asks a neighbour that has said which messages it reads, if there is anything to find out. */
  void ask(PeerLink link) {
    Endpoint seen = neighbours.seenAs();
    Endpoint local = port.local();
    if (seen == null || local == null || !isInDoubt(seen)) {
      return;
    }
    Guid guid = unguessable();
    if (!port.isDialled()
        && tcpAsked < MOST_ASKED
        && messages.send(link, guid, new TcpConnectBack(local.port()))) {
      tcpAsked++;
      askedAt = host.loop().nanoTime();
    }
    if (!udpProven
        && udpAsked < MOST_ASKED
        && datagrams.get() != null
        && messages.send(link, guid, new UdpConnectBack(local.port(), Optional.empty()))) {
      udpAsked++;
      expected = guid;
    }
  }

  private boolean isInDoubt(Endpoint seen) {
    boolean own = host.transport().localAddresses().contains(seen.withPort(0));
    return !own || Reach.of(seen) == Reach.WORLD;
  }

  private Guid unguessable() {
    byte[] bytes = new byte[Guid.BYTES];
    host.loop().secureRandom(bytes);
    ByteBuffer halves = ByteBuffer.wrap(bytes);
    return new Guid(halves.getLong(), halves.getLong());
  }

  /** A ping has come as a datagram: perhaps the one that we have asked for. */
  void onPing(Guid guid) {
    udpProven |= guid.equals(expected);
  }

  /** Whether datagrams of strangers reach us. */
  boolean isUdpProven() {
    return udpProven;
  }

  /** Whether neighbours were asked to connect, and none could. */
  boolean isRefuted() {
    return !port.isDialled()
        && tcpAsked >= ENOUGH_ASKED
        && host.loop().nanoTime() - askedAt > SILENCE_NANOS;
  }

  // For others.

  private boolean mayTry(PeerLink from) {
    long now = host.loop().nanoTime();
    TokenBucket bucket = tries;
    AddressRates shares = ofAddress;
    if (bucket == null || shares == null) {
      bucket = new TokenBucket(PER_MINUTE, (long) BURST * SECONDS_PER_MINUTE, now);
      tries = bucket;
      shares = AddressRates.perMinute(SaltedHash.of(host.loop()), PER_ADDRESS, CELLS);
      ofAddress = shares;
    }
    boolean may = bucket.available(now) >= SECONDS_PER_MINUTE && shares.take(from.remote(), now);
    if (may) {
      bucket.take(SECONDS_PER_MINUTE, now);
    }
    return may;
  }

  private void onTcp(PeerLink from, TcpConnectBack back) {
    if (back.port() != 0 && mayTry(from)) {
      SocketOptions options = SocketOptions.DEFAULT.withConnectWithinNanos(WITHIN_NANOS);
      host.transport().connect(from.remote().withPort(back.port()), options, new Try());
    }
  }

  private void onUdp(PeerLink from, Guid guid, UdpConnectBack back) {
    MessageSender by = datagrams.get();
    if (back.port() != 0 && by != null && mayTry(from)) {
      Guid wanted = back.guid().orElse(guid);
      Endpoint to = from.remote().withPort(back.port());
      by.send(to, wanted, 1, 0, new Ping(Ggep.EMPTY));
    }
  }

  /** Says two empty lines, which tells what it is for, and ends. */
  private static final class Try implements LinkHandler {

    @Override
    public void onOpen(Link link) {
      link.write(ByteBuffer.wrap(new byte[] {'\n', '\n'}));
      link.close();
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      data.position(data.limit());
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      // It was there or it was not: that is for the other side to know.
    }
  }
}
