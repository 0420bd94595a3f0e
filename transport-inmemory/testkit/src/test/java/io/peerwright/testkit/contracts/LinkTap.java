package io.peerwright.testkit.contracts;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;

/** Passes everything on to the handler of a link; to none if there is none. */
class LinkTap implements LinkHandler {

  private final LinkHandler inner;

  LinkTap(LinkHandler inner) {
    this.inner = inner;
  }

  @Override
  public void onOpen(Link link) {
    if (inner != null) {
      inner.onOpen(link);
    }
  }

  @Override
  public void onData(Link link, ByteBuffer data) {
    if (inner != null) {
      inner.onData(link, data);
    }
  }

  @Override
  public void onWritable(Link link) {
    if (inner != null) {
      inner.onWritable(link);
    }
  }

  @Override
  public void onInputClosed(Link link) {
    if (inner != null) {
      inner.onInputClosed(link);
    }
  }

  @Override
  public void onClosed(Link link, Reason reason) {
    if (inner != null) {
      inner.onClosed(link, reason);
    }
  }
}
