package io.peerwright.overlay.bittorrent.wire;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;

/** A peer that is connected, as those see it who have something to tell it. */
public interface RemotePeer {

  /** Where it is: where we have reached it, or where it has come from. */
  Endpoint remote();

  /** True if the connection has ended. */
  boolean isOver();

  /** True if it speaks the fast extension (BEP 6). */
  boolean isFast();

  /** True if it speaks extensions (BEP 10). */
  boolean speaksExtensions();

  /** What it has said of itself. */
  ExtensionHandshake extension();

  /** For messages to the peer; they leave at the end of the turn. */
  Outbox send();

  /** Cuts the connection. */
  void drop(Reason reason, String why);
}
