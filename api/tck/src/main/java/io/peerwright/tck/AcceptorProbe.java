package io.peerwright.tck;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An acceptor that writes down what happens. What it saw may be read by any thread; all else
 * belongs to the loop.
 */
final class AcceptorProbe implements LinkAcceptor {

  private final MachineLoop machine;
  private final List<LinkProbe> accepted = new CopyOnWriteArrayList<>();
  private final List<Reason> closed = new CopyOnWriteArrayList<>();
  private Function<Link, @Nullable LinkProbe> reception;
  private volatile @Nullable Endpoint local;
  private volatile int knocks;
  private @Nullable Handle handle;

  AcceptorProbe(MachineLoop machine) {
    this.machine = machine;
    this.reception = link -> LinkProbe.hungry(machine);
  }

  /** Replaces how links are received; the standard takes whatever they send. */
  AcceptorProbe receiving(Function<Link, @Nullable LinkProbe> other) {
    reception = other;
    return this;
  }

  void setHandle(Handle listening) {
    handle = listening;
  }

  void close() {
    machine.run(() -> Objects.requireNonNull(handle).close());
  }

  @Override
  public void onListening(Endpoint bound) {
    machine
        .referee()
        .enter(
            machine.loop(),
            "onListening",
            () -> {
              check(local == null && closed.isEmpty(), "onListening was not the first call");
              local = bound;
            });
  }

  @Override
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // only the loop writes
  public @Nullable LinkHandler onAccept(Link link) {
    @Nullable LinkProbe[] handler = new @Nullable LinkProbe[1];
    machine
        .referee()
        .enter(
            machine.loop(),
            "onAccept",
            () -> {
              check(local != null && closed.isEmpty(), "onAccept while not listening");
              knocks++;
              LinkProbe probe = reception.apply(link);
              handler[0] = probe;
              if (probe != null) {
                probe.setLink(link);
                accepted.add(probe);
              }
            });
    return handler[0];
  }

  @Override
  public void onClosed(Reason reason) {
    machine.referee().enter(machine.loop(), "onClosed", () -> closed.add(reason));
  }

  private void check(boolean holds, String otherwise) {
    if (!holds) {
      machine.referee().foul(otherwise);
    }
  }

  boolean isListening() {
    return local != null && closed.isEmpty();
  }

  /** The bound address. */
  Endpoint local() {
    return Objects.requireNonNull(local, "not listening yet");
  }

  /** How often somebody connected. */
  int knocks() {
    return knocks;
  }

  List<LinkProbe> accepted() {
    return accepted;
  }

  /** The reasons of all calls of onClosed: one at the most, if all is well. */
  List<Reason> closed() {
    return closed;
  }
}
