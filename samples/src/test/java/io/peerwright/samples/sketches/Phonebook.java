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
import io.peerwright.api.spi.NamingProvider;
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
 * A directory of names at one peer, for the others to ask with datagrams: {@code PUT name
 * endpoint}, {@code DEL name}, {@code GET name}, which is answered by {@code IS name endpoint}, or
 * without an endpoint. Leaves out losses, signatures and times to live.
 */
final class Phonebook implements Overlay, Naming, DatagramHandler {

  /**
   * Where the directory is.
   *
   * @param server empty at the peer that has it
   */
  record Config(String server) {}

  private final Host host;
  private final String server;
  private final Map<String, String> entries = new TreeMap<>();
  private final Map<String, String> own = new TreeMap<>();
  private final Map<String, List<CompletableFuture<List<NameRecord>>>> asked = new TreeMap<>();
  private Datagrams socket;
  private CompletableFuture<Void> joined;

  private Phonebook(Host host, Config config) {
    this.host = host;
    this.server = config.server();
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
    own.forEach((name, endpoint) -> tell("PUT " + name + " " + endpoint));
    joined.complete(null);
  }

  private boolean isThere() {
    return joined != null && joined.isDone();
  }

  private void tell(String line) {
    if (server.isEmpty()) {
      onLine(line);
    } else {
      send(Endpoint.parse(server), line);
    }
  }

  private void send(Endpoint to, String line) {
    socket.send(to, ByteBuffer.wrap(line.getBytes(UTF_8)));
  }

  @Override
  public void onDatagram(Datagrams at, Endpoint from, ByteBuffer data) {
    String line = UTF_8.decode(data).toString();
    if (line.startsWith("GET ")) {
      String name = line.substring(4);
      send(from, "IS " + name + " " + entries.getOrDefault(name, ""));
    } else {
      onLine(line);
    }
  }

  private void onLine(String line) {
    String[] words = line.split(" ", 3);
    switch (words[0]) {
      case "PUT" -> entries.put(words[1], words[2]);
      case "DEL" -> entries.remove(words[1]);
      case "IS" -> {
        List<CompletableFuture<List<NameRecord>>> all = asked.remove(words[1]);
        if (all != null) {
          all.forEach(each -> each.complete(records(words[2])));
        }
      }
      default -> {}
    }
  }

  private static List<NameRecord> records(String endpoint) {
    return endpoint.isEmpty()
        ? List.of()
        : List.of(NameRecord.unsigned(List.of(Endpoint.parse(endpoint)), Map.of()));
  }

  @Override
  public CompletionStage<Handle> register(Urn name, NameRecord record, Duration ttl) {
    own.put(name.toString(), record.endpoints().get(0).toString());
    if (isThere()) {
      tell("PUT " + name + " " + record.endpoints().get(0));
    }
    return CompletableFuture.completedStage(() -> withdraw(name));
  }

  private void withdraw(Urn name) {
    if (own.remove(name.toString()) != null && isThere()) {
      tell("DEL " + name);
    }
  }

  @Override
  public CompletionStage<List<NameRecord>> resolve(Urn name, Duration within) {
    if (!isThere()) {
      return CompletableFuture.failedStage(
          new OverlayException(Reason.UNREACHABLE, "the phonebook has not joined"));
    }
    if (server.isEmpty()) {
      return CompletableFuture.completedStage(records(entries.getOrDefault(name.toString(), "")));
    }
    CompletableFuture<List<NameRecord>> found = new CompletableFuture<>();
    asked.computeIfAbsent(name.toString(), unasked -> new ArrayList<>()).add(found);
    host.loop().schedule(within.toNanos(), () -> found.complete(List.of()));
    tell("GET " + name);
    return found;
  }

  @Override
  public CompletionStage<Void> leave() {
    if (joined != null) {
      socket.close();
      OverlayException left = new OverlayException(Reason.SHUTDOWN, "the phonebook is left");
      asked.values().forEach(all -> all.forEach(each -> each.completeExceptionally(left)));
      asked.clear();
      joined = null;
    }
    return CompletableFuture.completedStage(null);
  }

  @Override
  public String name() {
    return "phonebook";
  }

  @Override
  public List<Neighbour> neighbours() {
    return List.of();
  }

  @Override
  public List<Endpoint> endpoints() {
    return isThere() ? List.of(socket.local()) : List.of();
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return Set.of(Naming.class);
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {}

  /** Chosen by the section {@code "naming"}. */
  static final class Provider implements NamingProvider<Config> {
    @Override
    public String name() {
      return "phonebook";
    }

    @Override
    public Class<Config> configType() {
      return Config.class;
    }

    @Override
    public Config defaults() {
      return new Config("");
    }

    @Override
    public String explain(String component) {
      return component.equals("server") ? "where the directory is; empty: here" : "";
    }

    @Override
    public Set<Class<? extends Capability>> capabilities() {
      return Set.of(Naming.class);
    }

    @Override
    public Overlay create(Host host, Config config) {
      return new Phonebook(host, config);
    }
  }
}
