package io.peerwright.tck;

import org.junit.jupiter.api.Nested;

/**
 * What every transport must do, as tests derived from the Javadoc of {@code io.peerwright.api}. A
 * transport's whole test is a subclass:
 *
 * <pre>{@code
 * class MyTransportTest extends TransportContract {
 *   @Override
 *   protected NetworkUnderTest newNetwork() {
 *     return NetworkUnderTest.live(new MyTransportProvider().open(new MyConfig()));
 *   }
 * }
 * }</pre>
 *
 * <p>Each test opens a network of its own. Decorators are tested in the same way, around a network
 * that passes.
 */
public abstract class TransportContract {

  /** For subclasses. */
  protected TransportContract() {}

  /** A rig around a fresh network; called at least once per test, which closes the network. */
  protected abstract NetworkUnderTest newNetwork();

  @Nested
  final class Loops extends LoopContract {
    @Override
    NetworkUnderTest newNetwork() {
      return TransportContract.this.newNetwork();
    }
  }

  @Nested
  final class Timers extends TimerContract {
    @Override
    NetworkUnderTest newNetwork() {
      return TransportContract.this.newNetwork();
    }
  }

  @Nested
  final class Connecting extends ConnectContract {
    @Override
    NetworkUnderTest newNetwork() {
      return TransportContract.this.newNetwork();
    }
  }

  @Nested
  final class Listening extends ListenContract {
    @Override
    NetworkUnderTest newNetwork() {
      return TransportContract.this.newNetwork();
    }
  }

  @Nested
  final class Streams extends StreamContract {
    @Override
    NetworkUnderTest newNetwork() {
      return TransportContract.this.newNetwork();
    }
  }

  @Nested
  final class BackPressure extends BackPressureContract {
    @Override
    NetworkUnderTest newNetwork() {
      return TransportContract.this.newNetwork();
    }
  }

  @Nested
  final class Closing extends ClosingContract {
    @Override
    NetworkUnderTest newNetwork() {
      return TransportContract.this.newNetwork();
    }
  }

  @Nested
  final class FaultyHandlers extends FaultyHandlerContract {
    @Override
    NetworkUnderTest newNetwork() {
      return TransportContract.this.newNetwork();
    }
  }

  @Nested
  final class DatagramSockets extends DatagramContract {
    @Override
    NetworkUnderTest newNetwork() {
      return TransportContract.this.newNetwork();
    }
  }

  @Nested
  final class MulticastGroups extends MulticastContract {
    @Override
    NetworkUnderTest newNetwork() {
      return TransportContract.this.newNetwork();
    }
  }

  @Nested
  final class Names extends ResolveContract {
    @Override
    NetworkUnderTest newNetwork() {
      return TransportContract.this.newNetwork();
    }
  }

  @Nested
  final class Hosts extends HostContract {
    @Override
    NetworkUnderTest newNetwork() {
      return TransportContract.this.newNetwork();
    }
  }
}
