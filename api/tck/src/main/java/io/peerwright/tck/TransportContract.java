package io.peerwright.tck;

import org.junit.jupiter.api.Nested;

/**
 * What every transport must do, as tests derived from the Javadoc of {@code io.peerwright.api}. A
 * transport's whole test is a subclass:
 *
 * <pre>{@code
 * class MyTransportTest extends TransportContract {
 *   @Override
 *   protected Rig newRig() {
 *     return Rig.live(new MyTransportProvider().open(new MyConfig()));
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
  protected abstract Rig newRig();

  @Nested
  final class Loops extends LoopContract {
    @Override
    Rig newRig() {
      return TransportContract.this.newRig();
    }
  }

  @Nested
  final class Timers extends TimerContract {
    @Override
    Rig newRig() {
      return TransportContract.this.newRig();
    }
  }

  @Nested
  final class Connecting extends ConnectContract {
    @Override
    Rig newRig() {
      return TransportContract.this.newRig();
    }
  }

  @Nested
  final class Listening extends ListenContract {
    @Override
    Rig newRig() {
      return TransportContract.this.newRig();
    }
  }

  @Nested
  final class Streams extends StreamContract {
    @Override
    Rig newRig() {
      return TransportContract.this.newRig();
    }
  }

  @Nested
  final class BackPressure extends BackPressureContract {
    @Override
    Rig newRig() {
      return TransportContract.this.newRig();
    }
  }

  @Nested
  final class Closing extends ClosingContract {
    @Override
    Rig newRig() {
      return TransportContract.this.newRig();
    }
  }

  @Nested
  final class FaultyHandlers extends FaultyHandlerContract {
    @Override
    Rig newRig() {
      return TransportContract.this.newRig();
    }
  }

  @Nested
  final class DatagramSockets extends DatagramContract {
    @Override
    Rig newRig() {
      return TransportContract.this.newRig();
    }
  }

  @Nested
  final class MulticastGroups extends MulticastContract {
    @Override
    Rig newRig() {
      return TransportContract.this.newRig();
    }
  }

  @Nested
  final class Names extends ResolveContract {
    @Override
    Rig newRig() {
      return TransportContract.this.newRig();
    }
  }

  @Nested
  final class Hosts extends HostContract {
    @Override
    Rig newRig() {
      return TransportContract.this.newRig();
    }
  }
}
