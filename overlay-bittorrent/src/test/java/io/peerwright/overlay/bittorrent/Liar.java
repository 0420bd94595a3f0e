package io.peerwright.overlay.bittorrent;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.OutputQueue;
import io.peerwright.overlay.bittorrent.bencode.BWriter;
import io.peerwright.overlay.bittorrent.metainfo.InfoHash;
import io.peerwright.overlay.bittorrent.wire.Handshake;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** A peer by hand: takes connections, introduces itself, and answers messages as it is told. */
final class Liar implements LinkHandler {
  private final Host host;
  private final InfoHash hash;
  private final BiConsumer<Liar, ByteBuffer> answers;
  final OutputQueue output = new OutputQueue(1 << 24);
  private final ByteBuffer input = ByteBuffer.allocate(1 << 22);
  final Endpoint endpoint;
  Link link;
  private boolean introduced;
  private boolean said;
  int connections;
  int messages;
  Reason closed;

  /** What it calls itself; empty for a name of its own. */
  String name = "";

  /** False for one that has nothing to say but, perhaps, this. */
  boolean introduces = true;

  String greeting = "";

  Liar(Pool pool, String name, InfoHash hash, BiConsumer<Liar, ByteBuffer> answers) {
    this.hash = hash;
    this.answers = answers;
    host = pool.simulation.newHost(name, null, null);
    endpoint = host.listenAddress().withPort(6881);
    host.transport()
        .listen(
            endpoint,
            SocketOptions.DEFAULT,
            accepted -> {
              link = accepted;
              connections++;
              introduced = false;
              said = false;
              input.clear();
              return this;
            });
  }

  Host host() {
    return host;
  }

  /** Comes to somebody. */
  void connect(Endpoint to) {
    introduced = false;
    said = false;
    input.clear();
    host.transport().connect(to, SocketOptions.DEFAULT, this);
  }

  void say(int id, byte[]... body) {
    int length = 1;
    for (byte[] each : body) {
      length += each.length;
    }
    ByteBuffer message = ByteBuffer.allocate(4 + length).putInt(length).put((byte) id);
    for (byte[] each : body) {
      message.put(each);
    }
    output.send(link, message.flip());
  }

  /** Does something again and again. */
  void every(long seconds, Runnable what) {
    host.loop()
        .schedule(
            seconds * 1_000_000_000L,
            (code, argument) -> {
              what.run();
              every(seconds, what);
            },
            0,
            0);
  }

  /** Says that it is still there. */
  void keepAlive() {
    if (link != null && closed == null) {
      output.send(link, ByteBuffer.allocate(4));
    }
  }

  /** Has all pieces and serves whoever asks, it says. */
  void pretend() {
    say(14);
    say(1);
  }

  void giveMetadata(byte[] claimed, int piece) {
    BWriter head = new BWriter().dict().key("msg_type").integer(1).key("piece").integer(piece);
    byte[] dict = head.key("total_size").integer(claimed.length).end().toBytes();
    int from = piece << 14;
    int to = Math.min(claimed.length, from + (1 << 14));
    // Number 2 is what our side calls ut_metadata.
    say(20, new byte[] {2}, dict, Arrays.copyOfRange(claimed, from, to));
  }

  private void introduce() {
    if (said) {
      return;
    }
    said = true;
    if (introduces) {
      String own = String.format("-XX0000-%012d", endpoint.low() & 0xffff);
      String id = name.isEmpty() ? own : name;
      output.send(link, Handshake.of(hash, id.getBytes(StandardCharsets.ISO_8859_1)));
    } else if (!greeting.isEmpty()) {
      output.send(link, ByteBuffer.wrap(greeting.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  @Override
  public void onOpen(Link opened) {
    boolean comes = link != opened;
    link = opened;
    link.request(Link.UNLIMITED);
    if (comes) {
      introduce();
    }
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    input.put(data).flip();
    if (!introduced && input.remaining() >= Handshake.BYTES) {
      introduced = true;
      input.position(Handshake.BYTES);
      introduce();
      answers.accept(this, ByteBuffer.allocate(0));
    }
    while (introduced && input.remaining() >= 4) {
      int length = input.getInt(input.position());
      if (input.remaining() < 4 + length) {
        break;
      }
      ByteBuffer message = input.slice(input.position() + 4, length);
      input.position(input.position() + 4 + length);
      if (length > 0) {
        messages++;
        answers.accept(this, message);
      }
    }
    input.compact();
  }

  @Override
  public void onWritable(Link writable) {
    output.flush(writable);
  }

  @Override
  public void onClosed(Link over, Reason reason) {
    closed = reason;
  }
}
