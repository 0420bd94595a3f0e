package io.peerwright.overlay.hybrid;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.overlay.hybrid.wire.FileRequest;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.Login;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Another program that downloads a file, and takes as much of it as it is told to. */
final class BufferReader implements LinkHandler {

  /** What it has taken: the greeting, the size of the file and then its bytes. */
  long taken;

  @Nullable Reason closed;

  private final byte[] request;
  private final Link link;

  /** Logs in, asks for the file and connects to its owner; takes the greeting only. */
  BufferReader(NapsterNetwork napster, String nick, NapsterNetwork.Peer owner, String file) {
    Host host = napster.simulation.newHost(nick, null, null);
    FrameWriter words = new FrameWriter();
    new Login(nick, "pw", 0, "other 1.0", 4, "").write(words, MessageType.LOGIN);
    new FileRequest(owner.host().name(), file).write(words, MessageType.DOWNLOAD_REQUEST);
    String text = StandardCharsets.ISO_8859_1.decode(words.buffer()).toString();
    Endpoint server = napster.serverHost.listenAddress().withPort(8888);
    host.transport().connect(server, SocketOptions.DEFAULT, new HostilePeerTest.Talk(text));
    napster.settle();
    request = ("GET" + nick + " \"" + file + "\" 0").getBytes(StandardCharsets.ISO_8859_1);
    link =
        host.transport().connect(owner.overlay().endpoints().get(0), SocketOptions.DEFAULT, this);
    napster.settle();
  }

  void take(int bytes) {
    link.request(bytes);
  }

  @Override
  public void onOpen(Link opened) {
    opened.request(1);
    opened.write(ByteBuffer.wrap(request));
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    taken += data.remaining();
    data.position(data.limit());
  }

  @Override
  public void onClosed(Link ended, Reason reason) {
    closed = reason;
  }
}
