package io.peerwright.overlay.hybrid;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.FileRequest;
import io.peerwright.overlay.hybrid.wire.Frame;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.Login;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import java.nio.ByteBuffer;

/** Logs in by hand, says that it shares a file, and accepts every request for it. */
final class FalseSharer implements LinkHandler {

  private final FrameWriter first = new FrameWriter();
  private final FrameBuffer frames = new FrameBuffer(Frame.FRAMING, Frame.MAX_BYTES);

  private FalseSharer(String nick, int port, String file, long size) {
    new Login(nick, "pw", port, "false 1.0", 4, "").write(first, MessageType.LOGIN);
    new SharedFile(file, SharedFile.NO_MD5, size, 128, 44_100, 60)
        .write(first.begin(MessageType.SHARE));
  }

  static void join(
      NapsterNetwork napster, Host host, String nick, Endpoint port, String file, long size) {
    FalseSharer sharer = new FalseSharer(nick, port.port(), file, size);
    Endpoint server = napster.serverHost.listenAddress().withPort(8888);
    host.transport().connect(server, SocketOptions.DEFAULT, sharer);
  }

  @Override
  public void onOpen(Link link) {
    link.request(Link.UNLIMITED);
    link.write(first.buffer());
  }

  @Override
  public void onData(Link link, ByteBuffer data) {
    ByteBuffer frame = frames.next(data);
    while (frame != null) {
      if (Frame.type(frame) == MessageType.UPLOAD_REQUEST) {
        FrameWriter answer = new FrameWriter();
        try {
          FileRequest request = FileRequest.parse(new Fields(Frame.body(frame)));
          request.write(answer, MessageType.UPLOAD_ACCEPT);
        } catch (MalformedException e) {
          throw new AssertionError(e);
        }
        link.write(answer.buffer());
      }
      frame = frames.next(data);
    }
  }

  @Override
  public void onClosed(Link link, Reason reason) {}
}
