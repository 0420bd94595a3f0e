import io.peerwright.api.spi.TransportDecorator;
import io.peerwright.decorators.faults.FaultsDecorator;
import io.peerwright.decorators.limit.LimitDecorator;
import io.peerwright.decorators.record.RecordDecorator;
import io.peerwright.decorators.tls.TlsDecorator;
import org.jspecify.annotations.NullMarked;

/** What can be put around any transport by configuration. */
@NullMarked
module io.peerwright.decorators {
  requires transitive io.peerwright.api;
  requires transitive io.peerwright.kit;
  requires static org.jspecify;

  // For those who configure them in code.
  exports io.peerwright.decorators.faults;
  exports io.peerwright.decorators.limit;
  exports io.peerwright.decorators.record;
  exports io.peerwright.decorators.tls;

  provides TransportDecorator with
      FaultsDecorator,
      LimitDecorator,
      RecordDecorator,
      TlsDecorator;
}
