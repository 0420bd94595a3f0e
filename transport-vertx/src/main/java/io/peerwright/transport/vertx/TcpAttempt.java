package io.peerwright.transport.vertx;

import io.peerwright.api.Reason;
import io.peerwright.api.net.SocketOptions;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Makes the channel of a link, gives it its local address and calls the remote side. */
final class TcpAttempt implements Runnable {

  private final TcpLink link;
  private final SocketOptions options;

  TcpAttempt(TcpLink link, SocketOptions options) {
    this.link = link;
    this.options = options;
  }

  @Override
  public void run() {
    if (!link.isOpening()) {
      return;
    }
    if (link.host.isClosed()) {
      link.finish(Reason.SHUTDOWN);
      return;
    }
    try {
      link.adopt(SocketChannel.open(Sockets.family(link.remote())));
      link.channel().setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (bind()) {
        connect();
      }
    } catch (IOException | RuntimeException e) {
      link.finish(Reasons.ofConnect(e));
    }
  }

  private boolean bind() throws IOException {
    if (options.local() == null) {
      return true;
    }
    Sockets.allowReuse(link.channel(), options.reuse());
    try {
      link.channel().bind(options.local().toSocketAddress());
      return true;
    } catch (IOException e) {
      link.finish(Reasons.ofBind(e));
      return false;
    }
  }

  private void connect() throws IOException {
    link.register();
    if (link.channel().connect(link.remote().toSocketAddress())) {
      link.opened();
    } else {
      link.addInterest(SelectionKey.OP_CONNECT);
    }
  }
}
