package io.peerwright.runtime;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.spi.OverlayProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.mockito.Mockito;

/** An overlay that does as its configuration says. */
public final class FakeOverlay implements Overlay, KeywordSearch, Sharing, Fetch {

  /** How a step ends. */
  public enum Outcome {
    WORKS,
    FAILS,
    THROWS,
    HANGS
  }

  /** What is to happen. */
  public record Config(
      String label, Outcome create, Outcome join, Outcome leave, List<String> files, Reason end) {}

  /** The overlay that can search, share and fetch. */
  public static final class Provider extends Base {
    /** For the service loader. */
    public Provider() {}

    @Override
    public String name() {
      return "fake";
    }
  }

  /** The overlay that can do nothing. */
  public static final class Idle extends Base {
    /** For the service loader. */
    public Idle() {}

    @Override
    public String name() {
      return "idle";
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
      return Set.of();
    }
  }

  /** What they have in common. */
  public abstract static class Base implements OverlayProvider<Config> {

    /** For plug-ins of other class loaders too. */
    protected Base() {}

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public Config defaults() {
      return new Config("a", Outcome.WORKS, Outcome.WORKS, Outcome.WORKS, List.of(), Reason.ENDED);
    }

    @Override
    public String explain(String component) {
      return component.equals("label") ? "what the trace calls it" : "";
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
      return Set.of(KeywordSearch.class, Sharing.class, Fetch.class);
    }

    @Override
    public Overlay create(Host host, Config config) {
      if (config.create() == Outcome.THROWS) {
        throw new IllegalStateException("no room");
      }
      return new FakeOverlay(name(), capabilities(), host, config);
    }
  }

  private final String name;
  private final Set<Class<? extends Capability>> capabilities;
  private final Host host;
  private final Config config;
  private final FakeNetwork network;
  long searches;
  long links;

  FakeOverlay(
      String name, Set<Class<? extends Capability>> capabilities, Host host, Config config) {
    this.name = name;
    this.capabilities = capabilities;
    this.host = host;
    this.config = config;
    this.network = networkOf(host);
  }

  private static FakeNetwork networkOf(Host host) {
    return ((FakeLoop) host.loop()).network;
  }

  @Override
  public String name() {
    return name;
  }

  private CompletableFuture<Void> joining = new CompletableFuture<>();

  private CompletionStage<Void> step(String what, Outcome outcome) {
    if (!host.loop().isCurrent()) {
      network.trace.add(what + " NOT ON THE LOOP");
    }
    network.trace.add(host.name() + " " + what + " " + config.label());
    return switch (outcome) {
      case WORKS -> CompletableFuture.completedStage(null);
      case FAILS -> CompletableFuture.failedStage(new IllegalStateException("login refused"));
      case THROWS -> throw new IllegalStateException("a bug in " + what);
      case HANGS -> new CompletableFuture<>();
    };
  }

  @Override
  public CompletionStage<Void> join() {
    CompletionStage<Void> joined = step("joins", config.join());
    joining = joined.toCompletableFuture();
    return joined;
  }

  @Override
  public CompletionStage<Void> leave() {
    joining.completeExceptionally(new IllegalStateException("nobody has answered " + name));
    return step("leaves", config.leave());
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of();
  }

  @Override
  public List<Neighbour> neighbours() {
    return List.of();
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return capabilities;
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    sink.accept("searches.sent", searches);
    sink.accept("links.now", links);
  }

  @Override
  public Handle search(Query query, Consumer<? super Hit> hits, Consumer<? super Reason> ended) {
    for (String file : config.files()) {
      Hit hit = new Hit(name, "bob", file, OptionalLong.of(1), null, Set.of(), Map.of());
      host.loop().execute(() -> hits.accept(hit));
    }
    if (config.end() != Reason.SHUTDOWN) {
      host.loop().execute(() -> ended.accept(config.end()));
    }
    return () -> network.trace.add("search of " + config.label() + " closed");
  }

  @Override
  public Handle share(SharedItem item) {
    network.trace.add(host.name() + " shares " + item.name());
    return () -> network.trace.add(host.name() + " withdraws " + item.name());
  }

  @Override
  public CompletionStage<Void> published() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public Download fetch(List<Hit> sources, Path target, Consumer<? super Download> changed) {
    Download download = Mockito.mock(Download.class);
    boolean good = config.files().contains(sources.get(0).name());
    Mockito.when(download.done())
        .thenReturn(
            good
                ? CompletableFuture.completedStage(target)
                : CompletableFuture.failedStage(new IOException("bob is gone")));
    return download;
  }
}
