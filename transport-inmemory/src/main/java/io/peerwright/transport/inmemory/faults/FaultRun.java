package io.peerwright.transport.inmemory.faults;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets the faults of a plan happen in a simulation. */
final class FaultRun {

  private final FaultTarget simulation;
  private final Faults faults;
  private final Consumer<? super Host> restarted;

  FaultRun(FaultTarget simulation, Consumer<? super Host> restarted) {
    this.simulation = simulation;
    this.faults = simulation.faults();
    this.restarted = restarted;
  }

  void start(List<Fault> plan) {
    for (Fault fault : plan) {
      for (String name : fault.hosts()) {
        if (simulation.host(name) == null) {
          throw new IllegalArgumentException("no host \"" + name + "\" for the fault " + fault);
        }
      }
    }
    for (Fault fault : plan) {
      after(fault.atMillis(), () -> begin(fault));
    }
  }

  private void after(long millis, Runnable action) {
    simulation.schedule(simulation.now().plusMillis(millis), action);
  }

  private void begin(Fault fault) {
    List<Host> up = up(fault.hosts());
    if (up.isEmpty()) {
      return;
    }
    Handle healed = apply(fault, up);
    if (healed != null) {
      after(fault.forMillis(), healed::close);
    }
  }

  private List<Host> up(List<String> names) {
    List<Host> up = new ArrayList<>();
    for (String name : names) {
      Host host = simulation.host(name);
      if (host != null && simulation.isUp(host)) {
        up.add(host);
      }
    }
    return up;
  }

  /** What heals it; null if nothing has to. */
  private @Nullable Handle apply(Fault fault, List<Host> up) {
    Host host = up.get(0);
    if (fault instanceof Fault.Crash crash) {
      faults.crash(host);
      return () -> restarted.accept(faults.restart(host, crash.keepsDisk()));
    }
    if (fault instanceof Fault.Cut cut) {
      return faults.cutOff(up, cut.way());
    }
    if (fault instanceof Fault.Slow slow) {
      return faults.slow(host, Duration.ofMillis(slow.lateMillis()));
    }
    if (fault instanceof Fault.Skew skew) {
      return faults.skew(host, Duration.ofMillis(skew.aheadMillis()));
    }
    if (fault instanceof Fault.FullDisk) {
      return faults.fillDisk(host);
    }
    if (fault instanceof Fault.Reset) {
      faults.resetLinks(host);
    } else {
      faults.forgetLinks(host);
    }
    return null;
  }
}
