package io.peerwright.runtime;

import io.peerwright.api.Host;
import io.peerwright.api.net.Transport;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Decoration;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.api.spi.TransportDecorator;
import io.peerwright.kit.LoopGuard;
import io.peerwright.runtime.PeerPlan.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the plug-ins of a configuration have made for one peer. Used on its loop. */
final class PeerParts implements PluginHost.Offers {

  private static final String UNFIT = "cannot be set up";

  private final Host machine;
  private final List<Decoration> decorations = new ArrayList<>();
  private final List<Overlay> overlays = new ArrayList<>();
  private final PluginCalls calls;
  private final @Nullable LoopGuard guard;
  private Transport transport;

  PeerParts(Host machine, PluginCalls calls, LoopChecks checks) {
    this.machine = machine;
    this.calls = calls;
    this.guard =
        checks == LoopChecks.ON
            ? new LoopGuard(
                machine.loop(),
                "the peer \"" + machine.name() + "\"",
                () -> Thread.currentThread().getName())
            : null;
    this.transport = machine.transport();
  }

  /**
   * Makes everything, the decorations from the inside outwards, then the overlays. If that throws,
   * {@link #decorations()} has what is to be ended.
   *
   * @throws PeerwrightException if a plug-in cannot make its part; names the section
   */
  void make(PeerPlan plan) {
    for (Step<TransportDecorator<?>> next : plan.decorators()) {
      PluginHost host = host();
      Decoration decoration =
          calls.call(next, "decorate", UNFIT, () -> PeerPlan.decorate(next, host));
      host.belongsTo(decoration);
      decorations.add(decoration);
      transport = calls.call(next, "transport", UNFIT, decoration::transport);
    }
    for (Step<OverlayProvider<?>> next : plan.overlays()) {
      PluginHost host = host();
      Overlay overlay = calls.call(next, "create", UNFIT, () -> PeerPlan.create(next, host));
      host.belongsTo(overlay);
      overlays.add(overlay);
    }
  }

  /** The machine with all decorations that there are by now. */
  PluginHost host() {
    return new PluginHost(machine, transport, this);
  }

  List<Decoration> decorations() {
    return decorations;
  }

  /** Those of naming and multicast first, then in the order of the configuration. */
  List<Overlay> overlays() {
    return overlays;
  }

  /** What may be used on the loop only, behind a guard if that is checked. */
  <T> T guarded(Class<T> type, T inner) {
    LoopGuard guarding = guard;
    return guarding == null ? inner : guarding.guard(type, inner);
  }

  @Override
  public <C extends Capability> List<C> offered(Class<C> capability, @Nullable Object except) {
    List<C> offers = new ArrayList<>();
    for (Overlay overlay : overlays) {
      if (overlay != except) {
        overlay.as(capability).ifPresent(offers::add);
      }
    }
    for (int i = decorations.size() - 1; i >= 0; i--) {
      if (decorations.get(i) != except) {
        decorations.get(i).as(capability).ifPresent(offers::add);
      }
    }
    offers.replaceAll(each -> guarded(capability, each));
    return offers;
  }
}
