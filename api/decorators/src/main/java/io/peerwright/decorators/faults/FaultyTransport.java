package io.peerwright.decorators.faults;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.net.Transport;
import io.peerwright.decorators.limit.LimitConfig;
import io.peerwright.decorators.limit.LimitTransport;
import io.peerwright.kit.net.ForwardingTransport;
import io.peerwright.kit.network.NetworkModel;

/**
 * A transport that sends what it is given later, cut, or not at all. As in the simulation, latency
 * and losses are those of the sender; limited lines are limits of the whole host.
 */
public final class FaultyTransport extends ForwardingTransport {

  private final Faults faults;

  private FaultyTransport(Transport inner, Faults faults) {
    super(inner);
    this.faults = faults;
  }

  /** Around {@code inner}, whose loop this is. */
  public static Transport around(Transport inner, Loop loop, NetworkModel model) {
    LimitConfig lines = Faults.lines(model);
    Transport lined =
        lines.equals(LimitConfig.DEFAULT) ? inner : new LimitTransport(inner, loop, lines);
    return new FaultyTransport(lined, new Faults(model, loop));
  }

  @Override
  public Link connect(Endpoint remote, SocketOptions options, LinkHandler handler) {
    FaultyLink link = new FaultyLink(faults, options.sendBufferBytes(), true);
    return connect(link, remote, options, handler);
  }

  @Override
  public Handle listen(Endpoint local, SocketOptions options, LinkAcceptor acceptor) {
    return listen(
        () -> new FaultyLink(faults, options.sendBufferBytes(), false), local, options, acceptor);
  }

  @Override
  public Datagrams bind(Endpoint local, SocketOptions options, DatagramHandler handler) {
    return bind(new FaultyDatagrams(faults, maxDatagramBytes()), local, options, handler);
  }

  @Override
  public int maxDatagramBytes() {
    return Math.min(faults.maxDatagramBytes(), super.maxDatagramBytes());
  }
}
