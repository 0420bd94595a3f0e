package io.peerwright.multicast.auto;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.multicast.auto.AutoFrame.Bridge.Kind;
import java.util.random.RandomGenerator;

/**
 * Which member of a group bridges a subnet: exactly one, once they have heard each other.
 *
 * <p>A newcomer asks; the bridge answers at once, and without an answer the newcomer is the bridge.
 * The bridge alone says each second that it is there, so that a subnet of a thousand members costs
 * no more than one of two. Whoever hears nothing for three seconds, varied by half a second, takes
 * its place; at once when it says that it goes. Of two bridges that hear each other the one with
 * the smaller number stays.
 */
final class BridgeElection implements Handle {

  /** What an election does to its peer. */
  interface Subnet {

    /** Says something to all members on the subnet. */
    void say(AutoFrame.Bridge frame);

    /** It is the bridge now, or not any more; told for the first time when that is decided. */
    void onBridge(boolean isBridge);
  }

  static final long MILLISECOND = 1_000_000L;
  static final long ANSWERED_WITHIN = 100 * MILLISECOND;
  static final long HERE_EVERY = 1_000 * MILLISECOND;
  static final long GONE_AFTER = 3_000 * MILLISECOND;
  private static final long TAKE_OVER_WITHIN = 50 * MILLISECOND;

  private final Loop loop;
  private final RandomGenerator random;
  private final Subnet subnet;
  private final long self;
  private long timer;
  private boolean isBridge;
  private boolean isDecided;
  private boolean closed;

  /** Asks. */
  BridgeElection(Loop loop, RandomGenerator random, long self, Subnet subnet) {
    this.loop = loop;
    this.random = random;
    this.self = self;
    this.subnet = subnet;
    subnet.say(new AutoFrame.Bridge(Kind.WHO, self));
    becomeAfter(ANSWERED_WITHIN / 2 + random.nextLong(ANSWERED_WITHIN / 2));
  }

  boolean isBridge() {
    return isBridge;
  }

  /** Whether there is one, this peer or another. */
  boolean isDecided() {
    return isDecided;
  }

  void heard(AutoFrame.Bridge frame) {
    if (frame.peer() == self || closed) {
      return;
    }
    switch (frame.kind()) {
      case WHO -> {
        if (isBridge) {
          sayHere();
        }
      }
      case HERE -> heardBridge(frame.peer());
      case GONE -> {
        if (!isBridge) {
          becomeAfter(random.nextLong(TAKE_OVER_WITHIN));
        }
      }
      default -> throw new AssertionError(frame.kind());
    }
  }

  private void heardBridge(long other) {
    if (isBridge && Long.compareUnsigned(self, other) < 0) {
      sayHere();
      return;
    }
    becomeAfter(GONE_AFTER + random.nextLong(GONE_AFTER / 6));
    if (isBridge || !isDecided) {
      isBridge = false;
      isDecided = true;
      subnet.onBridge(false);
    }
  }

  private void becomeAfter(long nanos) {
    loop.cancel(timer);
    timer = loop.schedule(nanos, this::become);
  }

  private void become() {
    isBridge = true;
    isDecided = true;
    sayHere();
    subnet.onBridge(true);
  }

  private void sayHere() {
    loop.cancel(timer);
    timer = loop.schedule(HERE_EVERY, this::sayHere);
    subnet.say(new AutoFrame.Bridge(Kind.HERE, self));
  }

  /** Leaves; another one takes over at once. */
  @Override
  public void close() {
    closed = true;
    loop.cancel(timer);
    if (isBridge) {
      isBridge = false;
      subnet.say(new AutoFrame.Bridge(Kind.GONE, self));
    }
  }
}
