package io.peerwright.api.fake;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;

/** One end of a stream that takes all and needs no credit. */
final class FakeLink implements Link {

  private final ManualLoop loop;
  private final Endpoint local;
  private final Endpoint remote;
  LinkHandler handler;
  private FakeLink peer;
  private boolean open;
  private boolean outputClosed;
  private boolean ended;

  FakeLink(ManualLoop loop, Endpoint local, Endpoint remote) {
    this.loop = loop;
    this.local = local;
    this.remote = remote;
  }

  void openWith(FakeLink far) {
    peer = far;
    far.peer = this;
    far.open();
    open();
  }

  private void open() {
    if (!ended) {
      open = true;
      handler.onOpen(this);
    }
  }

  void end(Reason reason) {
    if (!ended) {
      ended = true;
      open = false;
      loop.execute(() -> handler.onClosed(this, reason));
    }
  }

  @Override
  public int write(ByteBuffer source) {
    if (!open || outputClosed) {
      return 0;
    }
    int taken = source.remaining();
    ByteBuffer copy = ByteBuffer.allocate(taken).put(source).flip();
    loop.schedule(Lan.DELAY_NANOS, () -> peer.deliver(copy.asReadOnlyBuffer()));
    return taken;
  }

  private void deliver(ByteBuffer data) {
    if (!ended) {
      handler.onData(this, data);
    }
  }

  @Override
  public void request(int bytes) {}

  @Override
  public void closeOutput() {
    if (open && !outputClosed) {
      outputClosed = true;
      loop.schedule(Lan.DELAY_NANOS, () -> peer.inputClosed());
    }
  }

  private void inputClosed() {
    if (!ended) {
      handler.onInputClosed(this);
      if (outputClosed) {
        end(Reason.ENDED);
        peer.end(Reason.ENDED);
      }
    }
  }

  @Override
  public void close() {
    endBoth(Reason.CANCELLED, Reason.ENDED);
  }

  @Override
  public void abort(Reason reason) {
    endBoth(reason, Reason.RESET);
  }

  private void endBoth(Reason ours, Reason theirs) {
    if (peer != null) {
      loop.schedule(Lan.DELAY_NANOS, () -> peer.end(theirs));
    }
    end(ours);
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public Endpoint remote() {
    return remote;
  }
}
