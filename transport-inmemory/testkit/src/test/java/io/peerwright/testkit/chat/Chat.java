package io.peerwright.testkit.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Messaging;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.kit.AppCallbacks;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;

/**
 * Everybody knows everybody: a peer greets its friends and those that they know, and forgets who
 * does not greet any more. Datagrams begin with a line: {@code HI name}, followed by whom the
 * sender knows, one in each line; {@code SAY name}, followed by the message; {@code BYE}. All
 * others are dropped.
 */
final class Chat implements Overlay, Messaging, DatagramHandler {

  /** With the first line, far below what a datagram carries. */
  private static final int MAX_MESSAGE_BYTES = 1_000;

  private record Known(String name, long heardAt) {}

  private final Host host;
  private final ChatConfig config;
  private final Map<Endpoint, Known> known = new TreeMap<>();
  private final Set<BiConsumer<String, ByteBuffer>> hearers = new LinkedHashSet<>();
  private Datagrams socket;
  private CompletableFuture<Void> joined;
  private long timer;
  private long said;
  private long heard;

  Chat(Host host, ChatConfig config) {
    this.host = host;
    this.config = config;
  }

  @Override
  public String name() {
    return "chat";
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return Set.of(Messaging.class);
  }

  @Override
  public CompletionStage<Void> join() {
    if (joined == null) {
      joined = new CompletableFuture<>();
      Endpoint at = host.listenAddress().withPort(config.port());
      socket = host.transport().bind(at, SocketOptions.DEFAULT, this);
    }
    return joined;
  }

  @Override
  public void onBound(Datagrams bound) {
    if (joined != null && bound == socket) {
      greet();
      joined.complete(null);
    }
  }

  private void greet() {
    long silentSince = host.loop().nanoTime() - 6 * config.greeting().toNanos();
    known.values().removeIf(each -> each.heardAt < silentSince);
    Set<Endpoint> all = new LinkedHashSet<>(config.friends());
    all.addAll(known.keySet());
    String greeting = greeting();
    all.forEach(each -> send(each, greeting));
    timer = host.loop().schedule(config.greeting().toNanos(), this::greet);
  }

  private String greeting() {
    return "HI "
        + host.name()
        + known.keySet().stream().map(each -> "\n" + each).collect(Collectors.joining());
  }

  private void send(Endpoint to, String text) {
    socket.send(to, ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  @Override
  public void onDatagram(Datagrams at, Endpoint from, ByteBuffer data) {
    String[] first = firstLine(data).split(" ", 2);
    if (first[0].equals("HI") && first.length == 2) {
      onGreeting(from, first[1], UTF_8.decode(data).toString().split("\n", 100));
    } else if (first[0].equals("SAY") && first.length == 2) {
      heard++;
      ByteBuffer message = data.asReadOnlyBuffer();
      List.copyOf(hearers).forEach(each -> each.accept(first[1], message.duplicate()));
    } else if (first[0].equals("BYE")) {
      known.remove(from);
    }
  }

  /** Moves the position past it. */
  private static String firstLine(ByteBuffer data) {
    int end = data.position();
    while (end < data.limit() && data.get(end) != '\n') {
      end++;
    }
    String line = UTF_8.decode(data.slice(data.position(), end - data.position())).toString();
    data.position(Math.min(end + 1, data.limit()));
    return line;
  }

  private void onGreeting(Endpoint from, String name, String[] others) {
    boolean stranger = known.put(from, new Known(name, host.loop().nanoTime())) == null;
    if (stranger) {
      send(from, greeting());
    }
    if (stranger) {
      for (String each : others) {
        endpoint(each)
            .filter(other -> !known.containsKey(other) && !other.equals(socket.local()))
            .ifPresent(other -> send(other, greeting()));
      }
    }
  }

  private static Optional<Endpoint> endpoint(String text) {
    try {
      return Optional.of(Endpoint.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public CompletionStage<Void> leave() {
    CompletableFuture<Void> left = new CompletableFuture<>();
    CompletableFuture<Void> joining = joined;
    joined = null;
    if (joining != null) {
      known.keySet().forEach(each -> send(each, "BYE"));
      known.clear();
      socket.close();
      host.loop().cancel(timer);
      host.loop().execute(() -> joining.cancel(false));
    }
    host.loop().execute(() -> left.complete(null));
    return left;
  }

  @Override
  public void onClosed(Datagrams closed, Reason reason) {
    if (joined != null && closed == socket) {
      CompletableFuture<Void> failed = joined;
      joined = null;
      host.loop().cancel(timer);
      failed.completeExceptionally(new OverlayException(reason, "cannot listen: " + reason));
    }
  }

  @Override
  public List<Endpoint> endpoints() {
    return joined != null && joined.isDone() ? List.of(socket.local()) : List.of();
  }

  @Override
  public List<Neighbour> neighbours() {
    List<Neighbour> all = new ArrayList<>();
    known.forEach((at, each) -> all.add(new Neighbour(each.name, at, "peer", Map.of())));
    return all;
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    sink.accept("messages.sent", said);
    sink.accept("messages.received", heard);
    sink.accept("neighbours.now", known.size());
  }

  @Override
  public int maxMessageBytes() {
    return MAX_MESSAGE_BYTES;
  }

  @Override
  public CompletionStage<Void> send(String peer, ByteBuffer message) {
    if (joined == null) {
      return failed(Reason.UNREACHABLE, "this peer has not joined the chat");
    }
    if (message.remaining() > MAX_MESSAGE_BYTES) {
      return failed(Reason.LIMIT, "a message has up to " + MAX_MESSAGE_BYTES + " bytes");
    }
    for (Neighbour each : neighbours()) {
      if (each.name().equals(peer)) {
        said++;
        byte[] line = ("SAY " + host.name() + "\n").getBytes(UTF_8);
        ByteBuffer data = ByteBuffer.allocate(line.length + message.remaining());
        socket.send(each.endpoint(), data.put(line).put(message).flip());
        return CompletableFuture.completedStage(null);
      }
    }
    return failed(Reason.UNRESOLVED, peer + " is not here");
  }

  private static CompletionStage<Void> failed(Reason reason, String message) {
    return CompletableFuture.failedStage(new OverlayException(reason, message));
  }

  @Override
  public Handle receive(BiConsumer<? super String, ? super ByteBuffer> messages) {
    BiConsumer<String, ByteBuffer> told = AppCallbacks.two(host.loop(), messages);
    hearers.add(told);
    return () -> hearers.remove(told);
  }
}
