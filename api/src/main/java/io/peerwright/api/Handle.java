package io.peerwright.api;

/**
 * Something that goes on until it is ended: a share, a search, a listening socket, a registration.
 *
 * <p>A handle belongs to the loop of the peer that gave it out and is used there only.
 */
public interface Handle extends AutoCloseable {

  /** Ends it: cancels, withdraws or stops. Later calls do nothing. Never throws. */
  @Override
  void close();
}
