package io.peerwright.samples.sketches;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Urn;
import io.peerwright.api.spi.OverlayProvider;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ObjLongConsumer;

/**
 * An overlay that is told names of peers and no address: it finds them through the {@link Naming}
 * of whatever other plug-in of its peer offers it, asked for when it is used.
 */
final class Meeting implements Overlay, Guests, DatagramHandler {

  private static final Duration TTL = Duration.ofHours(1);
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final long LOOK_NANOS = 50_000_000;

  /** Who meets whom, by name. */
  record Config(String me, List<String> friends) {}

  private final Host host;
  private final Config config;
  private final Map<String, Endpoint> met = new TreeMap<>();
  private final List<CompletableFuture<List<String>>> waiting = new ArrayList<>();
  private Datagrams socket;
  private CompletableFuture<Void> joined;
  private Handle registration = () -> {};
  private long timer;

  private Meeting(Host host, Config config) {
    this.host = host;
    this.config = config;
  }

  @Override
  public CompletionStage<Void> join() {
    if (joined == null) {
      joined = new CompletableFuture<>();
      Endpoint any = host.listenAddress().withPort(0);
      socket = host.transport().bind(any, SocketOptions.DEFAULT, this);
    }
    return joined;
  }

  @Override
  public void onBound(Datagrams bound) {
    List<Naming> offered = host.offered(Naming.class);
    if (offered.isEmpty()) {
      socket.close();
      joined.completeExceptionally(
          new OverlayException(Reason.UNSUPPORTED, "a meeting needs a section \"naming\""));
      return;
    }
    NameRecord here = NameRecord.unsigned(List.of(bound.local()), Map.of());
    offered
        .get(0)
        .register(Urn.user(config.me()), here, TTL)
        .thenAccept(handle -> registration = handle);
    look();
    joined.complete(null);
  }

  /** Asks for those who are missing, and says hello to those it finds. */
  private void look() {
    Naming naming = host.offered(Naming.class).get(0);
    for (String friend : config.friends()) {
      if (!met.containsKey(friend)) {
        naming
            .resolve(Urn.user(friend), WITHIN)
            .thenAccept(found -> found.forEach(each -> hello(each.endpoints().get(0))));
      }
    }
    timer = host.loop().schedule(LOOK_NANOS, this::look);
  }

  private void hello(Endpoint to) {
    if (joined != null) {
      socket.send(to, ByteBuffer.wrap(("HELLO " + config.me()).getBytes(UTF_8)));
    }
  }

  @Override
  public void onDatagram(Datagrams at, Endpoint from, ByteBuffer data) {
    String[] words = UTF_8.decode(data).toString().split(" ", 2);
    if (words[0].equals("HELLO") && words.length == 2 && met.put(words[1], from) == null) {
      hello(from);
      tellIfComplete();
    }
  }

  private void tellIfComplete() {
    if (met.keySet().containsAll(config.friends())) {
      List<String> names = List.copyOf(met.keySet());
      waiting.forEach(each -> each.complete(names));
      waiting.clear();
    }
  }

  @Override
  public CompletionStage<List<String>> complete() {
    CompletableFuture<List<String>> all = new CompletableFuture<>();
    waiting.add(all);
    tellIfComplete();
    return all;
  }

  @Override
  public CompletionStage<Void> leave() {
    if (joined != null) {
      joined = null;
      host.loop().cancel(timer);
      registration.close();
      socket.close();
      met.clear();
    }
    return CompletableFuture.completedStage(null);
  }

  @Override
  public String name() {
    return "meeting";
  }

  @Override
  public List<Neighbour> neighbours() {
    List<Neighbour> all = new ArrayList<>();
    met.forEach((name, at) -> all.add(new Neighbour(name, at, "guest", Map.of())));
    return all;
  }

  @Override
  public List<Endpoint> endpoints() {
    return joined != null && joined.isDone() ? List.of(socket.local()) : List.of();
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return Set.of(Guests.class);
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    sink.accept("guests.now", met.size());
  }

  /** Chosen by the type {@code "meeting"} among the overlays. */
  static final class Provider implements OverlayProvider<Config> {
    @Override
    public String name() {
      return "meeting";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public Config defaults() {
      return new Config("nobody", List.of());
    }

    @Override
    public String explain(String component) {
      return switch (component) {
        case "me" -> "the name of this peer";
        case "friends" -> "the names of those to meet";
        default -> "";
      };
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
      return Set.of(Guests.class);
    }

    @Override
    public Overlay create(Host host, Config config) {
      return new Meeting(host, config);
    }
  }
}
