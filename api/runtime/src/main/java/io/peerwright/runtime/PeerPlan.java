package io.peerwright.runtime;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.spi.Decoration;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.api.spi.Provider;
import io.peerwright.api.spi.TransportDecorator;
import io.peerwright.api.spi.TransportProvider;
import io.peerwright.runtime.Json.Place;
import io.peerwright.runtime.PeerConfig.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A configuration with its plug-ins found and checked: all that can be known before starting.
 *
 * @param overlays those of naming and multicast first, for the others may ask them as they join
 */
record PeerPlan(
    PeerConfig config,
    Step<TransportProvider<?>> transport,
    List<Step<TransportDecorator<?>>> decorators,
    List<Step<OverlayProvider<?>>> overlays) {

  /** A plug-in, its configuration, and the place that asks for it. */
  record Step<P extends Provider<?>>(String pointer, P provider, Record config) {

    /** The place and the name, for a message. */
    @Override
    public String toString() {
      return pointer + " (" + provider.name() + ")";
    }
  }

  /**
   * Looks everything up.
   *
   * @throws ConfigException if a plug-in is not there or its record is of another's type
   */
  static PeerPlan of(PeerConfig config, Plugins plugins) {
    Problems problems = new Problems();
    Step<TransportProvider<?>> transport =
        step("/transport", config.transport(), plugins.transports(), problems);
    List<Step<TransportDecorator<?>>> decorators =
        steps("/decorate/", config.decorators(), plugins.decorators(), problems);
    List<Step<OverlayProvider<?>>> overlays = new ArrayList<>();
    service("/naming", config.naming(), plugins.namings(), problems, overlays);
    service("/multicast", config.multicast(), plugins.multicasts(), problems, overlays);
    overlays.addAll(steps("/overlays/", config.overlays(), plugins.overlays(), problems));
    if (!config.share().isEmpty() && problems.count() == 0) {
      checkOffered(Place.of("/share"), Sharing.class, providers(overlays), plugins, problems);
    }
    if (transport == null || problems.count() > 0) {
      throw new ConfigException(source(config), problems.sorted());
    }
    return new PeerPlan(config, transport, decorators, overlays);
  }

  /** Adds that an overlay is needed that can do this, if none of these can. */
  static void checkOffered(
      Place place,
      Class<? extends Capability> capability,
      Stream<? extends Provider<?>> overlays,
      Plugins plugins,
      Problems problems) {
    if (overlays.noneMatch(each -> Provided.offers(each, capability))) {
      String what = "no overlay here offers " + capability.getSimpleName();
      problems.add(place, what + "; " + plugins.whoOffers(capability));
    }
  }

  /**
   * Finds out without starting anything that none of the plug-ins can do this. A decorator that
   * might is found out at the time of use.
   *
   * @throws ConfigException if so
   */
  void require(Class<? extends Capability> capability, Plugins plugins) {
    Problems problems = new Problems();
    if (decorators.isEmpty()) {
      checkOffered(Place.of("/overlays"), capability, providers(overlays), plugins, problems);
    }
    problems.throwIfAny(source());
  }

  private static Stream<OverlayProvider<?>> providers(List<Step<OverlayProvider<?>>> overlays) {
    return overlays.stream().map(Step::provider);
  }

  /** What messages call the configuration. */
  String source() {
    return source(config);
  }

  private static String source(PeerConfig config) {
    return "the configuration of \"" + config.name() + "\"";
  }

  private static void service(
      String pointer,
      @Nullable Section section,
      Map<String, ? extends OverlayProvider<?>> known,
      Problems problems,
      List<Step<OverlayProvider<?>>> overlays) {
    Step<OverlayProvider<?>> step =
        section == null ? null : step(pointer, section, known, problems);
    if (step != null) {
      overlays.add(step);
    }
  }

  private static <P extends Provider<?>> List<Step<P>> steps(
      String pointer, List<Section> sections, Map<String, P> known, Problems problems) {
    List<Step<P>> steps = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      boolean nat = sections.get(i).type().equals(ConfigReader.NAT);
      Step<P> step = step(nat ? "/nat" : pointer + i, sections.get(i), known, problems);
      if (step != null) {
        steps.add(step);
      }
    }
    return steps;
  }

  private static <P extends Provider<?>> @Nullable Step<P> step(
      String pointer, Section section, Map<String, ? extends P> known, Problems problems) {
    P provider = known.get(section.type());
    if (provider == null) {
      problems.unknown(Place.of(pointer), "plug-in", section.type(), known.keySet(), "installed:");
      return null;
    }
    Provider<?> any = provider;
    try {
      Record given = section.config();
      Record config = given == null ? Provided.defaults(any) : given;
      Class<?> type = Provided.configType(any);
      if (type.isInstance(config)) {
        return new Step<>(pointer, provider, config);
      }
      problems.add(
          Place.of(pointer),
          section.type() + " takes a " + type.getName() + ", not a " + config.getClass().getName());
    } catch (PeerwrightException e) {
      problems.add(Place.of(pointer), PeerwrightException.why(e));
    }
    return null;
  }

  Networks.Lease open(Networks networks) {
    return open(networks, transport.provider(), transport.config());
  }

  private static <C extends Record> Networks.Lease open(
      Networks networks, TransportProvider<C> provider, Record config) {
    return networks.acquire(provider, provider.configType().cast(config));
  }

  static Decoration decorate(Step<TransportDecorator<?>> step, Host host) {
    return decorate(step.provider(), host, step.config());
  }

  private static <C extends Record> Decoration decorate(
      TransportDecorator<C> provider, Host host, Record config) {
    return provider.decorate(host, provider.configType().cast(config));
  }

  static Overlay create(Step<OverlayProvider<?>> step, Host host) {
    return create(step.provider(), host, step.config());
  }

  private static <C extends Record> Overlay create(
      OverlayProvider<C> provider, Host host, Record config) {
    return provider.create(host, provider.configType().cast(config));
  }
}
