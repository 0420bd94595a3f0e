package io.peerwright.decorators.limit;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Link;
import io.peerwright.decorators.limit.Limits.Peer;
import io.peerwright.kit.limit.Flow;
import io.peerwright.kit.net.ForwardingLink;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A link that takes and asks for no more bytes than its meters have. What comes in is counted when
 * it comes, so that a link without traffic holds nobody's tokens; it may exceed a limit by one
 * piece per link, which is made up for afterwards.
 */
final class LimitedLink extends ForwardingLink {

  private final Limits limits;
  private @Nullable Peer peer;

  /** There while the link is open. */
  private @Nullable Flow up;

  private @Nullable Flow down;

  /** Credit that the handler has given and that is not used up. */
  private int wanted;

  /** Credit that the link below us has. */
  private int granted;

  private long written;
  private boolean lowerIsFull;
  private boolean waitsToWrite;
  private boolean waitsToRead;

  LimitedLink(Limits limits) {
    this.limits = limits;
  }

  @Override
  public void onOpen(Link opened) {
    peer = limits.hold(opened.remote());
    up = limits.up(peer, this::writeTurn);
    down = limits.down(peer, this::readTurn);
    askForMore();
    super.onOpen(opened);
  }

  /** From here on nothing is to be limited any more. */
  private void end() {
    up = null;
    down = null;
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    end();
    if (peer != null) {
      limits.release(peer);
    }
    super.onClosed(closed, reason);
  }

  @Override
  public void closeOutput() {
    up = null;
    super.closeOutput();
  }

  @Override
  public void close() {
    end();
    super.close();
  }

  @Override
  public void abort(Reason reason) {
    end();
    super.abort(reason);
  }

  // Sending.

  @Override
  public int write(ByteBuffer source) {
    Flow flow = up;
    if (flow == null || lowerIsFull) {
      return 0;
    }
    int end = source.limit();
    int room = (int) Math.max(0, Math.min(source.remaining(), flow.room()));
    source.limit(source.position() + room);
    int taken = room == 0 ? 0 : link().write(source);
    source.limit(end);
    flow.take(taken);
    written += taken;
    if (taken < room) {
      lowerIsFull = true;
    } else if (source.hasRemaining()) {
      awaitWriteTurn(flow);
    }
    return taken;
  }

  private void awaitWriteTurn(Flow flow) {
    if (!waitsToWrite) {
      waitsToWrite = true;
      flow.awaitTurn();
    }
  }

  @Override
  public void onWritable(Link writable) {
    lowerIsFull = false;
    Flow flow = up;
    if (flow != null && flow.room() < 1) {
      awaitWriteTurn(flow);
    } else {
      super.onWritable(writable);
    }
  }

  private long writeTurn() {
    waitsToWrite = false;
    if (up == null || lowerIsFull) {
      return 0;
    }
    long before = written;
    call(() -> handler().onWritable(this));
    return written - before;
  }

  // Receiving.

  @Override
  public void request(int bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("credit must be at least 1, is " + bytes);
    }
    wanted = bytes > UNLIMITED - wanted ? UNLIMITED : wanted + bytes;
    askForMore();
  }

  /** Hands credit down, a piece at a time, as far as the meters allow. */
  private void askForMore() {
    Flow flow = down;
    if (flow == null || wanted == 0 || granted > 0 || waitsToRead) {
      return;
    }
    long room = Math.min(flow.room(), flow.piece());
    if (room < 1) {
      waitsToRead = true;
      flow.awaitTurn();
      return;
    }
    granted = (int) Math.min(wanted, room);
    link().request(granted);
  }

  private long readTurn() {
    waitsToRead = false;
    askForMore();
    return granted;
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    int bytes = data.remaining();
    if (granted != UNLIMITED) {
      granted -= bytes;
    }
    if (wanted != UNLIMITED) {
      wanted -= bytes;
    }
    if (down != null) {
      down.take(bytes);
    }
    super.onData(from, data);
    askForMore();
  }
}
