package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.datagram.DatagramCounters;
import io.peerwright.overlay.gnutella.datagram.PingAnswers;
import io.peerwright.overlay.gnutella.datagram.PingCalls;
import io.peerwright.overlay.gnutella.datagram.ServentDatagrams;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.Ping;
import io.peerwright.overlay.gnutella.message.Pong;
import io.peerwright.overlay.gnutella.message.QueryHit;
import io.peerwright.overlay.gnutella.message.VendorMessage;
import io.peerwright.overlay.gnutella.vendor.VendorCodec;
import org.jspecify.annotations.Nullable;

/** What a servent does with datagrams; made when it needs them for the first time. */
final class DatagramService implements ServentDatagrams.Receiver {

  private final Host host;
  private final PingAnswers.Source source;
  private final DatagramCounters counters;
  private final ConnectBacks connectBacks;
  private final OutOfBand outOfBand;
  private final ServentDatagrams socket;
  private final PingCalls calls;
  private @Nullable PingAnswers answers;

  /** Without a socket. */
  DatagramService(
      Host host,
      PingAnswers.Source source,
      DatagramCounters counters,
      ConnectBacks connectBacks,
      OutOfBand.Asker asker) {
    this.host = host;
    this.source = source;
    this.counters = counters;
    this.connectBacks = connectBacks;
    socket = new ServentDatagrams(this, counters);
    calls = new PingCalls(host.loop(), socket);
    outOfBand = new OutOfBand(host.loop(), socket, calls::prove, asker);
  }

  void open(Endpoint at) {
    socket.open(host.transport(), at);
  }

  /** Pings of our own. */
  PingCalls calls() {
    return calls;
  }

  /** Hits as datagrams. */
  OutOfBand outOfBand() {
    return outOfBand;
  }

  /** Messages out. */
  ServentDatagrams socket() {
    return socket;
  }

  @Override
  public void onDatagram(Endpoint from, Guid guid, int hops, Message message) {
    if (message instanceof Ping ping) {
      connectBacks.onPing(guid);
      answers().answer(from, guid, ping, socket);
    } else if (message instanceof Pong pong) {
      calls.onPong(from, guid, pong);
    } else if (message instanceof VendorMessage vendor) {
      outOfBand.onVendor(from, guid, VendorCodec.read(vendor));
    } else if (message instanceof QueryHit hit) {
      outOfBand.onHit(from, guid, hit);
    }
  }

  private PingAnswers answers() {
    PingAnswers known = answers;
    if (known == null) {
      known = new PingAnswers(host.loop(), source, counters);
      answers = known;
    }
    return known;
  }

  void close() {
    calls.end(Reason.SHUTDOWN);
    socket.close();
  }

  /** Runs when the number of the socket is free again, which may be now. */
  void whenClosed(Runnable then) {
    socket.whenClosed(then);
  }
}
