package io.peerwright.overlay.hybrid;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.FrameBuffer;
import io.peerwright.kit.OutputQueue;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.FileRequest;
import io.peerwright.overlay.hybrid.wire.Frame;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.TransferReady;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A server that lets everybody in, sends all who want a file to one uploader, and says anything.
 */
final class FalseServer {

  private final Endpoint address;
  private final Endpoint uploader;
  private @Nullable Link client;
  private OutputQueue output = new OutputQueue(1 << 28);

  FalseServer(Host host, Endpoint uploader) {
    this.address = host.listenAddress().withPort(8888);
    this.uploader = uploader;
    host.transport().listen(address, SocketOptions.DEFAULT, accepted -> new ClientLink());
  }

  Endpoint address() {
    return address;
  }

  boolean hasClient() {
    return client != null;
  }

  /** To the client that came last; nothing happens if it has left. */
  void send(int type, byte[] body) {
    if (client != null) {
      FrameWriter frames = new FrameWriter();
      frames.begin(type).field(new String(body, StandardCharsets.ISO_8859_1));
      output.send(client, frames.buffer());
    }
  }

  private final class ClientLink implements LinkHandler {

    private final FrameBuffer frames = new FrameBuffer(Frame.FRAMING, Frame.MAX_BYTES);

    @Override
    public void onOpen(Link link) {
      client = link;
      output = new OutputQueue(1 << 28);
      link.request(Link.UNLIMITED);
    }

    @Override
    public void onData(Link link, ByteBuffer data) {
      for (ByteBuffer frame = frames.next(data); frame != null; frame = frames.next(data)) {
        int type = Frame.type(frame);
        FrameWriter answer = new FrameWriter();
        if (type == MessageType.LOGIN) {
          answer.begin(MessageType.LOGIN_ACK).field("anon@false");
        } else if (type == MessageType.DOWNLOAD_REQUEST) {
          try {
            FileRequest request = FileRequest.parse(new Fields(Frame.body(frame)));
            new TransferReady(request.nick(), uploader, request.file(), "0", 4)
                .write(answer, MessageType.DOWNLOAD_READY);
          } catch (MalformedException e) {
            throw new AssertionError(e);
          }
        }
        if (link == client) {
          output.send(link, answer.buffer());
        }
      }
    }

    @Override
    public void onWritable(Link link) {
      if (link == client) {
        output.flush(link);
      }
    }

    @Override
    public void onClosed(Link link, Reason reason) {
      client = link == client ? null : client;
    }
  }
}
