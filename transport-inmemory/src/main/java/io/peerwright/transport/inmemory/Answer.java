package io.peerwright.transport.inmemory;

import io.peerwright.api.TimerTarget;

/** The answer to an attempt to connect, on its way back: which link is the other end. */
final class Answer implements TimerTarget {

  private final SimLink caller;
  private final SimLink end;

  Answer(SimLink caller, SimLink end) {
    this.caller = caller;
    this.end = end;
  }

  @Override
  public void onTimer(int code, long argument) {
    caller.answered(end);
  }
}
