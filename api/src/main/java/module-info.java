import org.jspecify.annotations.NullMarked;

/**
 * The contracts between applications, overlays and transports. Depends on nothing but the JDK.
 *
 * <p>Start reading at {@link io.peerwright.api.Host}: it is all that a protocol ever sees of the
 * world outside.
 */
@NullMarked
module io.peerwright.api {
  requires static transitive org.jspecify;

  // For everybody.
  exports io.peerwright.api;
  // For writers of protocols: sockets.
  exports io.peerwright.api.net;
  // For applications: what an overlay can do.
  exports io.peerwright.api.overlay;
  exports io.peerwright.api.naming;
  exports io.peerwright.api.multicast;
  // For writers of plug-ins.
  exports io.peerwright.api.spi;
}
