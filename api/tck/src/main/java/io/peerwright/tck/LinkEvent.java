package io.peerwright.tck;

/** The callbacks of a {@link io.peerwright.api.net.LinkHandler}. */
enum LinkEvent {
  OPEN,
  DATA,
  WRITABLE,
  INPUT_CLOSED,
  CLOSED
}
