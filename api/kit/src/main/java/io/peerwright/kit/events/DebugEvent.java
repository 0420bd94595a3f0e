package io.peerwright.kit.events;

/** An event of which there are many, for who looks for an error. */
public interface DebugEvent extends OverlayEvent {

  @Override
  default Level level() {
    return Level.DEBUG;
  }
}
