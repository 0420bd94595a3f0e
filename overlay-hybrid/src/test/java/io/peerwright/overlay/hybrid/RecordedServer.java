package io.peerwright.overlay.hybrid;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.overlay.hybrid.wire.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers with the recorded bytes of OpenNap-ng: to a frame of ours what followed the
 * same text, or the same type if the text is new, in the recording of one connection.
 */
final class RecordedServer implements LinkAcceptor {

  static final int PORT = 8888;

  /** Among the answers: the server closed the connection. */
  private static final byte[] CLOSE = {};

  /** What was answered to a frame, in the order of the recording. */
  private record Exchange(int type, String text, List<byte[]> answers) {}

  final List<String> sent = new ArrayList<>();
  private final ArrayDeque<Exchange> exchanges = new ArrayDeque<>();
  private final Map<Integer, byte[]> unasked = new TreeMap<>();
  private @Nullable Link link;

  RecordedServer(Host host, String capture, String connection) {
    read(capture, connection);
    Endpoint at = host.listenAddress().withPort(PORT);
    host.transport().listen(at, SocketOptions.DEFAULT, this);
  }

  private void read(String capture, String connection) {
    String current = "only";
    Exchange last = new Exchange(-1, "", new ArrayList<>());
    for (String line : lines(capture)) {
      if (line.startsWith("@ ")) {
        current = line.substring(2);
      } else if (current.equals(connection) && line.startsWith("> ")) {
        ByteBuffer frame = frame(line);
        last = new Exchange(Frame.type(frame), text(frame), new ArrayList<>());
        exchanges.add(last);
      } else if (current.equals(connection) && line.startsWith("< ")) {
        last.answers.add(frame(line).array());
        unasked.put(Frame.type(frame(line)), frame(line).array());
      } else if (current.equals(connection) && line.equals("# server closed this connection")) {
        last.answers.add(CLOSE);
      }
    }
  }

  private static List<String> lines(String capture) {
    String path = "/captures/opennap/" + capture + ".txt";
    try (InputStream in = RecordedServer.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer frame(String line) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(line.substring(2)));
  }

  private static String text(ByteBuffer frame) {
    return StandardCharsets.ISO_8859_1.decode(Frame.body(frame)).toString();
  }

  /** Sends the last recorded frame of a type, as when another user's action causes it. */
  void push(int type) {
    if (link != null) {
      link.write(ByteBuffer.wrap(unasked.get(type)));
    }
  }

  @Override
  public LinkHandler onAccept(Link accepted) {
    link = accepted;
    FrameBuffer frames = new FrameBuffer(Frame.FRAMING, Frame.MAX_BYTES);
    return new LinkHandler() {
      @Override
      public void onOpen(Link open) {
        open.request(Link.UNLIMITED);
      }

      @Override
      public void onData(Link from, ByteBuffer data) {
        ByteBuffer frame = frames.next(data);
        while (frame != null) {
          answer(from, Frame.type(frame), text(frame));
          frame = frames.next(data);
        }
      }

      @Override
      public void onClosed(Link closed, Reason reason) {}
    };
  }

  private void answer(Link to, int type, String text) {
    sent.add(type + " " + text);
    Exchange found = null;
    for (Exchange exchange : exchanges) {
      if (exchange.type == type && (found == null || exchange.text.equals(text))) {
        found = exchange;
        if (exchange.text.equals(text)) {
          break;
        }
      }
    }
    if (found != null) {
      exchanges.remove(found);
      for (byte[] bytes : found.answers) {
        if (bytes == CLOSE) {
          to.close();
        } else {
          to.write(ByteBuffer.wrap(bytes));
        }
      }
    }
  }
}
