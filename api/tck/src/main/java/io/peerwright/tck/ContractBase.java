package io.peerwright.tck;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What all contracts share: a fresh network per test, and its hosts. */
@Timeout(30)
abstract class ContractBase {

  private final List<Machine> machines = new ArrayList<>();
  private @Nullable NetworkUnderTest rig;
  private @Nullable CallbackChecker referee;
  private @Nullable Driver driver;

  /** A fresh network. */
  abstract NetworkUnderTest newNetwork();

  @BeforeEach
  final void openNetwork() {
    NetworkUnderTest opened = newNetwork();
    rig = opened;
    referee = new CallbackChecker();
    driver = new Driver(opened, referee);
  }

  @AfterEach
  final void closeNetwork() {
    rig().network().close();
    referee().verify();
  }

  final NetworkUnderTest rig() {
    return Objects.requireNonNull(rig);
  }

  /** A new host. */
  final Machine machine(String name) {
    Machine machine = machineOf(rig(), name);
    machines.add(machine);
    return machine;
  }

  /** A new host of another network; not among those that {@link #settle} asks. */
  final Machine machineOf(NetworkUnderTest other, String name) {
    return new Machine(
        other.network().newHost(name, other.listen(), directory(other, name)),
        driver(other),
        referee());
  }

  /** Where a new host keeps its files; null leaves it to the network. */
  @Nullable Path directory(NetworkUnderTest on, String host) {
    return null;
  }

  /** Asks this host no more, for it is gone. */
  final void forget(Machine machine) {
    machines.remove(machine);
  }

  /**
   * Does something while callbacks of the application may throw {@link ApplicationErrors#thrown},
   * and makes sure that the loop of a machine tells of it once.
   */
  final void whereCallbacksThrow(Machine machine, Consumer<RuntimeException> test) {
    ApplicationErrors errors = new ApplicationErrors();
    driver().bear(errors);
    try {
      test.accept(errors.thrown());
      errors.assertToldOnce(machine.loop(), this::settle);
    } finally {
      driver().bear(null);
      errors.close();
    }
  }

  /** Lets time pass, however long that takes. */
  final void passTime(long nanos) {
    driver().pass(nanos, loops());
  }

  /** Waits until nothing more is under way. */
  final void settle() {
    driver().settle(loops());
  }

  /** Waits for what any thread may look at, also when the loops are gone. */
  final void awaitAnywhere(String what, BooleanSupplier condition) {
    driver().passTimeUntil(what, condition);
  }

  /** As the shorter form, in the time of another network. */
  final void awaitAnywhere(NetworkUnderTest on, String what, BooleanSupplier condition) {
    driver(on).passTimeUntil(what, condition);
  }

  private List<Loop> loops() {
    return machines.stream().map(Machine::loop).toList();
  }

  private Driver driver() {
    return Objects.requireNonNull(driver);
  }

  private Driver driver(NetworkUnderTest of) {
    return of == rig ? driver() : new Driver(of, referee());
  }

  private CallbackChecker referee() {
    return Objects.requireNonNull(referee);
  }

  /**
   * An open link, seen from both ends.
   *
   * @param near the end that connected
   * @param far the end that was accepted
   */
  record Pair(LinkProbe near, LinkProbe far, AcceptorProbe acceptor) {}

  /** A link from {@code from} to {@code to}, both ends taking whatever comes. */
  final Pair connected(Machine from, Machine to) {
    return connected(from, LinkProbe.hungry(from), to, LinkProbe.hungry(to));
  }

  /** A link between two given handlers, open at both ends. */
  final Pair connected(Machine from, LinkProbe near, Machine to, LinkProbe far) {
    return connected(from, near, to, far, SocketOptions.DEFAULT);
  }

  final Pair connected(
      Machine from, LinkProbe near, Machine to, LinkProbe far, SocketOptions options) {
    AcceptorProbe acceptor = new AcceptorProbe(to).receiving(link -> far);
    to.listen(acceptor, to.address(), options);
    from.connect(acceptor.local(), options, near);
    // Not isOpen: a link that has nothing more to do may have closed meanwhile.
    from.await("the link to open", () -> near.saw(LinkEvent.OPEN));
    to.await("the accepted link to open", () -> far.saw(LinkEvent.OPEN));
    return new Pair(near, far, acceptor);
  }

  /** An address of {@code machine} at which nobody listens any more. */
  final Endpoint vacant(Machine machine) {
    AcceptorProbe acceptor = machine.listen();
    acceptor.close();
    machine.await("the socket to close", () -> !acceptor.closed().isEmpty());
    return acceptor.local();
  }
}
