package io.peerwright.overlay.gnutella;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Header;
import io.peerwright.overlay.gnutella.message.Message;
import io.peerwright.overlay.gnutella.message.Messages;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A servent that sends what a test wants, and keeps what it gets. */
final class ScriptedNeighbour implements LinkHandler {

  /** A message that came. */
  record Got(Guid guid, int ttl, int hops, Message message) {}

  final List<Got> got = new ArrayList<>();
  private final boolean ultrapeer;
  private final ByteArrayOutputStream in = new ByteArrayOutputStream();
  private Consumer<Got> onMessage = message -> {};
  private Link link;
  private final String fields;
  private String answer = "";
  private boolean linked;

  private ScriptedNeighbour(boolean ultrapeer, String fields) {
    this.ultrapeer = ultrapeer;
    this.fields = fields;
  }

  /** Connects one to a servent of a network, which comes from an address of its own. */
  static ScriptedNeighbour at(SimulatedServents network, int servent, boolean ultrapeer) {
    Host host = network.simulation.newHost("stranger" + network.simulation.now(), null, null);
    return at(network, servent, host, ultrapeer);
  }

  /** Connects one from a host that may have others. */
  static ScriptedNeighbour at(
      SimulatedServents network, int servent, Host host, boolean ultrapeer) {
    return at(network, servent, host, ultrapeer, "");
  }

  /**
   * Connects one that says more of itself.
   *
   * @param fields lines of the handshake, each with its end
   */
  static ScriptedNeighbour at(
      SimulatedServents network, int servent, Host host, boolean ultrapeer, String fields) {
    ScriptedNeighbour stranger = new ScriptedNeighbour(ultrapeer, fields);
    Endpoint to = network.servents.get(servent).endpoints().get(0);
    host.transport().connect(to, SocketOptions.DEFAULT, stranger);
    network.pass(2);
    return stranger;
  }

  /** The GUID that a servent says when hands are shaken. */
  static String guid(SimulatedServents network, int servent, Host from) {
    ScriptedNeighbour asks = at(network, servent, from, true);
    asks.close();
    network.pass(2);
    int at = asks.answer.indexOf("GUID: ") + "GUID: ".length();
    return asks.answer.substring(at, asks.answer.indexOf('\r', at));
  }

  boolean isLinked() {
    return linked;
  }

  void onMessage(Consumer<Got> handler) {
    onMessage = handler;
  }

  void send(Guid guid, int ttl, int hops, Message message) {
    write(Messages.encode(guid, ttl, hops, message));
  }

  /** Sends as much as the connection takes; what it does not take is lost. */
  int write(ByteBuffer bytes) {
    return link.write(bytes);
  }

  void close() {
    link.close();
  }

  @Override
  public void onOpen(Link opened) {
    link = opened;
    link.request(Link.UNLIMITED);
    say(
        "GNUTELLA CONNECT/0.6\r\nUser-Agent: Scripted/1.0\r\nX-Ultrapeer: "
            + (ultrapeer ? "True" : "False")
            + "\r\nX-Query-Routing: 0.1\r\nVendor-Message: 0.2\r\nGGEP: 0.5\r\n"
            + fields
            + "\r\n");
  }

  private void say(String text) {
    link.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    in.writeBytes(bytes);
    if (!linked) {
      String text = in.toString(StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end < 0 || !text.startsWith("GNUTELLA/0.6 200")) {
        return;
      }
      linked = true;
      answer = text.substring(0, end);
      drop(end + 4);
      say("GNUTELLA/0.6 200 OK\r\n\r\n");
    }
    read();
  }

  private void drop(int count) {
    byte[] all = in.toByteArray();
    in.reset();
    in.write(all, count, all.length - count);
  }

  private void read() {
    ByteBuffer all = ByteBuffer.wrap(in.toByteArray());
    int at = 0;
    while (all.limit() - at >= Header.BYTES
        && all.limit() - at >= Header.BYTES + Header.payloadLength(all, at)) {
      try {
        Got message =
            new Got(
                Header.guid(all, at),
                Header.ttl(all, at),
                Header.hops(all, at),
                Messages.read(all, at));
        got.add(message);
        onMessage.accept(message);
      } catch (MalformedException malformed) {
        throw new IllegalStateException(malformed);
      }
      at += Header.BYTES + Header.payloadLength(all, at);
    }
    drop(at);
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    linked = false;
  }
}
