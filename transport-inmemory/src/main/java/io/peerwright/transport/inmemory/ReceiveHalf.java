package io.peerwright.transport.inmemory;

import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.transport.inmemory.chance.Mix;
import io.peerwright.transport.inmemory.kernel.Arena;
import io.peerwright.transport.inmemory.kernel.Kernel;

/**
 * The receiving half of a link's end: what has come in and waits for credit.
 *
 * <p>This is the link's base and not a part of it, since a simulation has many links and each part
 * costs an object.
 */
abstract class ReceiveHalf implements Link {

  /** The remote side has ended its direction. */
  boolean inputEnds;

  /** The handler has been told so. */
  boolean inputEndTold;

  /** An event to deliver is under way. */
  boolean deliveryDue;

  /** A block is just being shown to the handler. */
  private boolean delivering;

  private int credit;

  /** Bytes consumed that the other end has not been told of. */
  private int unacknowledged;

  private int first;
  private int last;

  abstract SocketHost host();

  abstract Kernel kernel();

  /** The handler has thrown something: the link is cut off. */
  abstract void failed(Throwable thrown);

  /** The number of the host at the other end; -1 if that end is gone. */
  abstract int peerIndex();

  /** Of so many consumed bytes the other end is told at once; -1 if it is gone. */
  abstract int peerAcknowledgedEvery();

  /** Tells the other end that so many bytes were consumed. */
  abstract void tellConsumed(int bytes);

  /** Adds credit; true if an event to deliver is needed. */
  boolean addCredit(int bytes) {
    credit = bytes > Link.UNLIMITED - credit ? Link.UNLIMITED : credit + bytes;
    if (deliveryDue || delivering || first == 0) {
      return false;
    }
    deliveryDue = true;
    return true;
  }

  boolean hasNoInput() {
    return first == 0;
  }

  /** Whether there are bytes that may be delivered. */
  boolean hasInput() {
    return first != 0 && credit > 0;
  }

  void addInput(Arena arena, int block) {
    if (first == 0) {
      first = block;
    } else {
      arena.note(last, block);
    }
    last = block;
  }

  /** Shows the handler what there is credit for of the first block. */
  void deliver(LinkHandler told) {
    Kernel kernel = kernel();
    Arena arena = kernel.arena;
    SocketHost host = host();
    int block = first;
    int bytes = nextBytes(arena, host);
    long content = arena.hash(block, bytes);
    host.trace(kernel.now(), Kernel.STREAM, peerIndex(), host.index(), content);
    delivering = true;
    try {
      told.onData(this, arena.view(block, bytes));
    } catch (Throwable thrown) {
      failed(thrown);
    } finally {
      delivering = false;
      if (kernel.poison) {
        arena.poison(block, bytes);
      }
      consumed(arena, bytes);
      acknowledge(bytes);
    }
  }

  /** Tells the other end, if there is one, of consumed bytes, when there are enough. */
  void acknowledge(int bytes) {
    int every = peerAcknowledgedEvery();
    if (every < 0) {
      return;
    }
    unacknowledged += bytes;
    if (unacknowledged >= every) {
      tellConsumed(unacknowledged);
      unacknowledged = 0;
    }
  }

  /** How many bytes the next delivery has. */
  private int nextBytes(Arena arena, SocketHost host) {
    int bytes = Math.min(arena.remaining(first), credit);
    return bytes > 1 && host.model().splitReads()
        ? 1 + (int) Mix.scale(host.chance().nextLong(), bytes)
        : bytes;
  }

  private void consumed(Arena arena, int bytes) {
    if (credit != Link.UNLIMITED) {
      credit -= bytes;
    }
    arena.consume(first, bytes);
    if (arena.remaining(first) == 0) {
      int block = first;
      first = arena.note(block);
      arena.give(block);
    }
  }

  /** True once, when the end has come and all bytes before it are delivered. */
  boolean takeInputEnd() {
    if (!inputEnds || inputEndTold || first != 0) {
      return false;
    }
    inputEndTold = true;
    return true;
  }

  /** Drops what waits, unless it is just being shown to the handler; how many bytes that was. */
  int clearInput(Arena arena) {
    int bytes = 0;
    while (first != 0 && !delivering) {
      int block = first;
      first = arena.note(block);
      bytes += arena.remaining(block);
      arena.give(block);
    }
    return bytes;
  }
}
