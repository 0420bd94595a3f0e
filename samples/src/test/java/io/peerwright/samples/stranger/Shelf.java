package io.peerwright.samples.stranger;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.KeyLookup;
import io.peerwright.api.overlay.Messaging;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;

/**
 * A peer that keeps everything at the first one. A datagram is a number, a letter for what it asks,
 * a name with a zero behind it, and data; an answer has the number and the letter of the question's
 * outcome.
 */
final class Shelf implements Overlay, KeyLookup, Naming, Messaging, DatagramHandler {

  private static final int MOST_BYTES = 1_000;
  private static final long ANSWER_NANOS = Duration.ofSeconds(3).toNanos();

  private final Host host;
  private final List<HostPort> bootstrap;
  private final Map<Integer, CompletableFuture<byte[]>> asked = new LinkedHashMap<>();
  private final Map<String, byte[]> kept = new TreeMap<>();
  private final Map<String, Endpoint> members = new TreeMap<>();
  private BiConsumer<? super String, ? super ByteBuffer> receiver = (from, message) -> {};
  private CompletableFuture<Void> joined = new CompletableFuture<>();
  private Datagrams socket;
  private int questions;

  Shelf(Host host, List<HostPort> bootstrap) {
    this.host = host;
    this.bootstrap = bootstrap;
  }

  @Override
  public String name() {
    return "shelf";
  }

  @Override
  public Set<Class<? extends Capability>> capabilities() {
    return ShelfProvider.CAPABILITIES;
  }

  @Override
  public CompletionStage<Void> join() {
    if (socket == null) {
      joined = new CompletableFuture<>();
      socket = host.transport().bind(host.listenAddress(), SocketOptions.DEFAULT, this);
    }
    return joined;
  }

  @Override
  public void onBound(Datagrams bound) {
    ask('H', host.name(), new byte[0])
        .whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                joined.complete(null);
              } else {
                joined.completeExceptionally(failure);
              }
            });
  }

  @Override
  public void onClosed(Datagrams closed, Reason reason) {
    joined.completeExceptionally(new OverlayException(reason, "the socket is closed: " + reason));
  }

  @Override
  public CompletionStage<Void> leave() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
    List.copyOf(asked.values()).forEach(question -> fail(question, Reason.SHUTDOWN, "left"));
    return CompletableFuture.completedStage(null);
  }

  private static void fail(CompletableFuture<?> question, Reason reason, String why) {
    question.completeExceptionally(new OverlayException(reason, why));
  }

  /** Asks the first peer, which may be this one. */
  private CompletableFuture<byte[]> ask(char what, String name, byte[] data) {
    CompletableFuture<byte[]> question = new CompletableFuture<>();
    if (socket == null) {
      fail(question, Reason.UNREACHABLE, "not joined");
      return question;
    }
    int number = ++questions;
    asked.put(number, question);
    Endpoint first =
        bootstrap.isEmpty() ? socket.local() : bootstrap.get(0).endpoint().orElseThrow();
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer datagram = ByteBuffer.allocate(6 + text.length + data.length);
    datagram.putInt(number).put((byte) what).put(text).put((byte) 0).put(data).flip();
    if (bootstrap.isEmpty()) {
      onDatagram(socket, first, datagram);
    } else {
      socket.send(first, datagram);
    }
    host.loop()
        .schedule(
            ANSWER_NANOS,
            () -> {
              if (asked.remove(number, question)) {
                fail(question, Reason.TIMEOUT, "no answer of " + first);
              }
            });
    return question;
  }

  @Override
  public void onDatagram(Datagrams on, Endpoint from, ByteBuffer datagram) {
    int number = datagram.getInt();
    char what = (char) datagram.get();
    if (what == 'y' || what == 'n') {
      answered(number, what, bytes(datagram));
      return;
    }
    StringBuilder name = new StringBuilder();
    for (byte next = datagram.get(); next != 0; next = datagram.get()) {
      name.append((char) next);
    }
    if (what == 'M') {
      receiver.accept(name.toString(), datagram);
      return;
    }
    byte[] answer = serve(what, name.toString(), bytes(datagram), from);
    ByteBuffer reply = ByteBuffer.allocate(5 + (answer == null ? 0 : answer.length));
    reply.putInt(number).put((byte) (answer == null ? 'n' : 'y'));
    reply.put(answer == null ? new byte[0] : answer).flip();
    if (from.equals(on.local())) {
      onDatagram(on, from, reply);
    } else {
      on.send(from, reply);
    }
  }

  private static byte[] bytes(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return bytes;
  }

  private void answered(int number, char outcome, byte[] answer) {
    CompletableFuture<byte[]> question = asked.remove(number);
    if (question != null) {
      question.complete(outcome == 'y' ? answer : null);
    }
  }

  /** What the first peer does; null is no. */
  private byte[] serve(char what, String name, byte[] data, Endpoint from) {
    return switch (what) {
      case 'H' -> {
        members.put(name, from);
        yield data;
      }
      case 'P' -> {
        kept.put(name, data);
        yield new byte[0];
      }
      case 'G' -> kept.get(name);
      case 'D' -> kept.remove(name);
      case 'S' -> forward(name, from, data);
      default -> null;
    };
  }

  private byte[] forward(String to, Endpoint from, byte[] message) {
    Endpoint place = members.get(to);
    if (place == null) {
      return null;
    }
    String sender =
        members.entrySet().stream()
            .filter(member -> member.getValue().equals(from))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("somebody");
    byte[] text = sender.getBytes(StandardCharsets.UTF_8);
    ByteBuffer datagram = ByteBuffer.allocate(6 + text.length + message.length);
    datagram.putInt(0).put((byte) 'M').put(text).put((byte) 0).put(message).flip();
    if (place.equals(socket.local())) {
      onDatagram(socket, place, datagram);
    } else {
      socket.send(place, datagram);
    }
    return new byte[0];
  }

  @Override
  public Set<String> namespaces() {
    return Set.of(Urn.SHA1);
  }

  @Override
  public int maxValueBytes() {
    return MOST_BYTES;
  }

  @Override
  public Duration lifetime() {
    return Duration.ofHours(1);
  }

  @Override
  public CompletionStage<Optional<ByteBuffer>> get(Urn key, Duration within) {
    return ask('G', key.toString(), new byte[0])
        .thenApply(data -> Optional.ofNullable(data).map(ByteBuffer::wrap));
  }

  @Override
  public CompletionStage<Stored> put(String namespace, ByteBuffer data) {
    byte[] bytes = bytes(data);
    Urn key;
    try {
      key = Urn.ofHash(Urn.SHA1, MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has it", e);
    }
    return ask('P', key.toString(), bytes)
        .thenApply(stored -> new Stored(key, bootstrap.isEmpty() ? 0 : 1));
  }

  @Override
  public CompletionStage<Boolean> remove(Urn key) {
    return ask('D', key.toString(), new byte[0]).thenApply(gone -> gone != null);
  }

  @Override
  public CompletionStage<Handle> register(Urn name, NameRecord record, Duration ttl) {
    StringBuilder text = new StringBuilder();
    record.endpoints().forEach(endpoint -> text.append("@=").append(endpoint).append('\n'));
    record.attributes().forEach((key, value) -> text.append(key + "=" + value + "\n"));
    byte[] data = text.toString().getBytes(StandardCharsets.UTF_8);
    return ask('P', name.toString(), data)
        .thenApply(done -> () -> ask('D', name.toString(), new byte[0]));
  }

  @Override
  public CompletionStage<List<NameRecord>> resolve(Urn name, Duration within) {
    return ask('G', name.toString(), new byte[0])
        .thenApply(data -> data == null ? List.of() : List.of(record(data)));
  }

  private static NameRecord record(byte[] data) {
    List<String> lines = new String(data, StandardCharsets.UTF_8).lines().toList();
    Map<String, String> attributes = new TreeMap<>();
    for (String line : lines) {
      if (!line.startsWith("@=")) {
        attributes.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      }
    }
    return NameRecord.unsigned(
        lines.stream()
            .filter(line -> line.startsWith("@="))
            .map(line -> Endpoint.parse(line.substring(2)))
            .toList(),
        attributes);
  }

  @Override
  public int maxMessageBytes() {
    return MOST_BYTES;
  }

  @Override
  public CompletionStage<Void> send(String peer, ByteBuffer message) {
    return ask('S', peer, bytes(message))
        .thenCompose(
            taken ->
                taken == null
                    ? CompletableFuture.failedStage(
                        new OverlayException(Reason.UNRESOLVED, "there is no peer " + peer))
                    : CompletableFuture.completedStage(null));
  }

  @Override
  public Handle receive(BiConsumer<? super String, ? super ByteBuffer> messages) {
    receiver = messages;
    return () -> receiver = (from, message) -> {};
  }

  @Override
  public List<Neighbour> neighbours() {
    return List.of();
  }

  @Override
  public List<Endpoint> endpoints() {
    return socket == null ? List.of() : List.of(socket.local());
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    sink.accept("kept.now", kept.size());
  }
}
