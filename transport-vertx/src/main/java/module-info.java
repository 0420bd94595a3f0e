import io.peerwright.transport.vertx.VertxProvider;
import org.jspecify.annotations.NullMarked;

/** The live transport: TCP and UDP sockets on the event loops of Vert.x. */
@NullMarked
module io.peerwright.transport.vertx {
  requires transitive io.peerwright.api;
  requires io.netty.common;
  requires io.netty.transport;
  requires io.vertx.core;
  requires org.slf4j;
  requires static org.jspecify;

  // For those who configure it in code.
  exports io.peerwright.transport.vertx;

  provides io.peerwright.api.spi.TransportProvider with
      VertxProvider;
}
