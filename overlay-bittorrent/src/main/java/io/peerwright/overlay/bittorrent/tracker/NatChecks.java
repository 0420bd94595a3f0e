package io.peerwright.overlay.bittorrent.tracker;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.kit.limit.AddressRates;
import io.peerwright.kit.limit.SaltedHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out whether peers can be reached: connects, says the handshake of BEP 3 and waits for the
 * one with the same info-hash. There are only so many checks at a time; a peer that comes while
 * there are more is checked when it announces again.
 *
 * <p>Who names another address makes us dial a third party. That happens only so often for each
 * address that is dialled, whoever names it, and for each that names others.
 */
final class NatChecks {

  /** Hears how a check went. */
  @FunctionalInterface
  interface Listener {
    void checked(Announcement told, boolean passed);
  }

  private static final int MOST_AT_ONCE = 512;

  /**
   * At one address: whoever names ports of another host must not make us search it for open ones.
   */
  private static final int MOST_AT_ONE_ADDRESS = 4;

  /** An address that others name is dialled no more often. */
  private static final int MOST_PER_MINUTE_TO_OTHERS = 6;

  /** One address names no more others. */
  private static final int MOST_PER_MINUTE_OF_ONE = 30;

  private static final long WITHIN_NANOS = 10_000_000_000L;
  private static final byte[] PROTOCOL =
      "\u0013BitTorrent protocol".getBytes(StandardCharsets.ISO_8859_1);
  private static final int RESERVED_BYTES = 8;

  /** Up to the info-hash; who checks need not wait for the peer id. */
  private static final int ANSWER_BYTES = PROTOCOL.length + RESERVED_BYTES + Id20.BYTES;

  private final Host host;
  private final Listener listener;
  private final Id20 ownId;
  private final Map<Endpoint, Check> underWay = new LinkedHashMap<>();
  private final AddressRates dialled;
  private final AddressRates naming;

  NatChecks(Host host, Listener listener) {
    this.host = host;
    this.listener = listener;
    byte[] id = new byte[Id20.BYTES];
    host.loop().secureRandom(id);
    System.arraycopy("-PW0100-".getBytes(StandardCharsets.US_ASCII), 0, id, 0, 8);
    ownId = Id20.of(id);
    SaltedHash hash = SaltedHash.of(host.loop());
    dialled = AddressRates.perMinute(hash, MOST_PER_MINUTE_TO_OTHERS);
    naming = AddressRates.perMinute(hash, MOST_PER_MINUTE_OF_ONE);
  }

  int underWay() {
    return underWay.size();
  }

  /**
   * Checks a peer, if that may be now.
   *
   * @param from who has announced it
   * @param isOwnAddress false if that one has named another address
   */
  void start(Announcement told, Endpoint from, boolean isOwnAddress) {
    long there =
        underWay.keySet().stream().filter(each -> AddressKey.isSame(each, told.peer())).count();
    boolean room = underWay.size() < MOST_AT_ONCE && there < MOST_AT_ONE_ADDRESS;
    boolean possible = room && !underWay.containsKey(told.peer());
    if (possible && (isOwnAddress || mayDial(told.peer(), from))) {
      underWay.put(told.peer(), new Check(told));
    }
  }

  private boolean mayDial(Endpoint other, Endpoint from) {
    long now = host.loop().nanoTime();
    return naming.take(from, now) && dialled.take(other, now);
  }

  void close() {
    List<Check> all = new ArrayList<>(underWay.values());
    underWay.clear();
    all.forEach(check -> check.link.close());
  }

  private final class Check implements LinkHandler {
    private final Announcement told;
    private final Link link;
    private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES);
    private final long timer;

    Check(Announcement told) {
      this.told = told;
      SocketOptions options = SocketOptions.DEFAULT.withConnectWithinNanos(WITHIN_NANOS);
      link = host.transport().connect(told.peer(), options, this);
      link.request(Link.UNLIMITED);
      timer = host.loop().schedule(WITHIN_NANOS, () -> link.abort(Reason.TIMEOUT));
    }

    @Override
    public void onOpen(Link opened) {
      ByteBuffer handshake = ByteBuffer.allocate(ANSWER_BYTES + Id20.BYTES);
      handshake.put(PROTOCOL).putLong(0);
      told.infoHash().write(handshake);
      ownId.write(handshake);
      opened.write(handshake.flip());
    }

    @Override
    public void onData(Link from, ByteBuffer data) {
      int count = Math.min(answer.remaining(), data.remaining());
      answer.put(data.slice(data.position(), count));
      if (!answer.hasRemaining() && underWay.containsKey(told.peer())) {
        answer.flip();
        boolean speaks = answer.slice(0, PROTOCOL.length).equals(ByteBuffer.wrap(PROTOCOL));
        answer.position(PROTOCOL.length + RESERVED_BYTES);
        end(speaks && Id20.read(answer).equals(told.infoHash()));
        link.close();
      }
    }

    @Override
    public void onClosed(Link closed, Reason reason) {
      host.loop().cancel(timer);
      end(false);
    }

    private void end(boolean passed) {
      if (underWay.remove(told.peer(), this)) {
        listener.checked(told, passed);
      }
    }
  }
}
