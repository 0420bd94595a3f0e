package io.peerwright.guide.dht;

import static io.peerwright.kit.kademlia.Contact.ID_BYTES;
import static io.peerwright.kit.kademlia.RoutingTable.K;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.overlay.KeyLookup;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Urn;
import io.peerwright.api.spi.OverlayProvider;
import io.peerwright.kit.Digests;
import io.peerwright.kit.kademlia.Contact;
import io.peerwright.kit.kademlia.Lookup;
import io.peerwright.kit.kademlia.NearestValues;
import io.peerwright.kit.kademlia.RoutingTable;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.plugin.BasicOverlay;
import io.peerwright.kit.request.DatagramCalls;
import io.peerwright.kit.request.Retry;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A distributed hash table after Kademlia: data is found under its SHA-1 and kept by the peers
 * nearest to that.
 *
 * <p>A question is a byte for its kind, the number of who asks, and the target of a search or the
 * data to store. An answer is the number of who answers; to a search follow the length of the data
 * (-1 for none), the data, and contacts. A search is as long as the longest answer to it and what
 * we send besides, so nobody makes us send more than it sends.
 */
final class Dht extends BasicOverlay implements KeyLookup, DatagramCalls.Service {

  private static final int PROTOCOL = 0x44485431;
  private static final byte PING = 0;
  private static final byte FIND = 1;
  private static final byte STORE = 2;
  private static final int MAX_VALUE_BYTES = 512;
  private static final int MAX_ANSWER_BYTES =
      ID_BYTES + 2 + MAX_VALUE_BYTES + K * Contact.MAX_BYTES;
  private static final int FIND_BYTES = MAX_ANSWER_BYTES + 3 * 34;
  private static final int MAX_VALUES = 1000;
  private static final int MAX_WAITING = 64;
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration REFRESH = Duration.ofMinutes(15);
  private static final Retry PATIENT = Retry.doubling(Duration.ofMillis(500), 3);

  private final DhtConfig config;
  private final DatagramCalls calls;
  private RoutingTable table = new RoutingTable(BigInteger.ZERO);
  private NearestValues values = new NearestValues(BigInteger.ZERO, MAX_VALUES);
  private long lookups;

  Dht(OverlayProvider<?> provider, Host host, DhtConfig config) {
    super(provider, host);
    this.config = config;
    calls = new DatagramCalls(host, PROTOCOL, this);
  }

  // ---- joining and leaving

  @Override
  protected void open() {
    Endpoint own = host.listenAddress();
    calls.open(config.port() == 0 ? own : own.withPort(config.port()));
  }

  @Override
  public void onOpen() {
    table = new RoutingTable(Contact.randomId(loop()));
    values = new NearestValues(table.own(), MAX_VALUES);
    // Joined at the latest then, and sooner once we know those who are near us.
    timers().after(config.bootstrap().isEmpty() ? 0 : GRACE.toNanos(), this::joined);
    maintain(GRACE);
  }

  /** Often at first, while others join beside us, and less and less often then. */
  private void maintain(Duration pause) {
    values.expire(loop().nanoTime());
    boolean alone = table.all().isEmpty();
    if (alone) {
      config.bootstrap().forEach(this::bootstrap);
    } else {
      refresh(() -> {});
      find(Contact.randomId(loop()), any -> false, nearest -> {});
    }
    Duration next = alone || pause.compareTo(REFRESH) > 0 ? pause : pause.multipliedBy(2);
    timers().after(pause.toNanos(), () -> maintain(next));
  }

  /** Gets to know those who are near us, and then somebody at each distance. */
  private void refresh(Runnable nearestKnown) {
    Consumer<List<Contact>> then =
        nearest -> {
          nearestKnown.run();
          table.gaps(loop()).forEach(each -> find(each, any -> false, none -> {}));
        };
    find(table.own(), any -> false, then);
  }

  private void bootstrap(HostPort at) {
    Runnable join = () -> refresh(this::joined);
    Consumer<List<Endpoint>> found =
        addresses -> addresses.stream().limit(1).forEach(each -> greet(each, join));
    host.transport().resolve(at.toString(), GRACE.toNanos(), found);
  }

  @Override
  public void onClosed(Reason reason) {
    failed(reason, "cannot listen at port " + config.port() + ": " + reason);
  }

  @Override
  protected void close() {
    calls.close();
    table = new RoutingTable(BigInteger.ZERO);
    values = new NearestValues(BigInteger.ZERO, MAX_VALUES);
  }

  // ---- what peers say to each other

  private ByteBuffer question(byte kind, byte[] more) {
    int length = kind == FIND ? FIND_BYTES : 1 + ID_BYTES + more.length;
    byte[] own = Contact.bytes(table.own());
    return ByteBuffer.allocate(length).put(kind).put(own).put(more).rewind();
  }

  private void ask(Contact to, ByteBuffer question, Consumer<ByteBuffer> told, Runnable silent) {
    Consumer<ByteBuffer> onAnswer =
        answer -> {
          if (!Contact.readId(answer).equals(to.id())) {
            throw new IllegalArgumentException("somebody else is there now");
          }
          told.accept(answer);
          table.add(to);
        };
    Consumer<Reason> onFailure =
        reason -> {
          table.remove(to);
          silent.run();
        };
    calls.ask(to.endpoint(), question, PATIENT, onAnswer, onFailure);
  }

  /** A stranger is known once it has answered itself, for its address may be forged. */
  private void greet(Endpoint stranger, Runnable then) {
    Consumer<ByteBuffer> known =
        answer -> {
          table.add(new Contact(Contact.readId(answer), stranger));
          then.run();
        };
    calls.ask(stranger, question(PING, new byte[0]), PATIENT, known, reason -> {});
  }

  @Override
  public ByteBuffer onQuestion(Endpoint from, ByteBuffer question) {
    byte kind = question.get();
    BigInteger sender = Contact.readId(question);
    ByteBuffer answer = ByteBuffer.allocate(MAX_ANSWER_BYTES).put(Contact.bytes(table.own()));
    if (kind == FIND) {
      BigInteger target = Contact.readId(question);
      byte[] value = values.get(target, loop().nanoTime());
      answer.putShort((short) (value == null ? -1 : value.length));
      answer.put(value == null ? new byte[0] : value);
      table.closest(target).forEach(each -> each.write(answer));
    } else if (kind == STORE && question.remaining() <= MAX_VALUE_BYTES) {
      keep(rest(question));
    }
    if (table.wants(sender) && calls.waiting() < MAX_WAITING) {
      greet(from, () -> {});
    }
    return answer.flip();
  }

  private static byte[] rest(ByteBuffer data) {
    byte[] rest = new byte[data.remaining()];
    data.get(rest);
    return rest;
  }

  // ---- data

  /**
   * Goes towards a target.
   *
   * @param ended whether that is enough, now that somebody has given this value, or none
   */
  private void find(
      BigInteger target, Predicate<byte @Nullable []> ended, Consumer<List<Contact>> done) {
    ByteBuffer question = question(FIND, Contact.bytes(target));
    Lookup.Asker asker =
        (to, found, silent) -> {
          Consumer<ByteBuffer> told =
              answer -> {
                byte[] value = value(answer);
                List<Contact> named = new ArrayList<>();
                while (answer.hasRemaining()) {
                  named.add(Contact.read(answer));
                }
                // Whoever is far away must not make us speak to what is near.
                AddressPolicy policy = AddressPolicy.LOCAL_SOURCES;
                named.removeIf(each -> !policy.permits(to.endpoint(), each.endpoint()));
                if (!ended.test(value)) {
                  found.accept(named);
                }
              };
          ask(to, question, told, silent);
        };
    new Lookup(table, target, asker, done);
  }

  private static byte @Nullable [] value(ByteBuffer answer) {
    int length = answer.getShort();
    if (length < 0) {
      return null;
    }
    byte[] value = rest(answer.slice(answer.position(), length));
    answer.position(answer.position() + length);
    return value;
  }

  private void keep(byte[] value) {
    long until = loop().nanoTime() + config.lifetime().toNanos();
    values.put(number(name(value)), value, until);
  }

  private static Urn name(byte[] value) {
    return Digests.of(value, List.of(Digests.SHA1)).iterator().next();
  }

  private static BigInteger number(Urn key) {
    return new BigInteger(1, key.hash());
  }

  private <T> Pending<T> begin(String namespace) {
    Pending<T> pending = begin();
    if (!namespace.equals(Urn.SHA1)) {
      pending.fail(Reason.UNSUPPORTED, "data is named by urn:sha1 here, not urn:" + namespace);
    }
    return pending;
  }

  @Override
  public CompletionStage<Optional<ByteBuffer>> get(Urn key, Duration within) {
    Pending<Optional<ByteBuffer>> pending = begin(key.namespace());
    if (!pending.isOver()) {
      lookups++;
      Predicate<byte @Nullable []> ended =
          value -> {
            if (value != null && name(value).equals(key)) {
              pending.complete(Optional.of(ByteBuffer.wrap(value.clone())));
            }
            return pending.isOver();
          };
      if (!ended.test(values.get(number(key), loop().nanoTime()))) {
        timers().after(within.toNanos(), () -> pending.complete(Optional.empty()));
        find(number(key), ended, nearest -> pending.complete(Optional.empty()));
      }
    }
    return pending.stage();
  }

  @Override
  public CompletionStage<Stored> put(String namespace, ByteBuffer data) {
    Pending<Stored> pending = begin(namespace);
    if (data.remaining() > MAX_VALUE_BYTES) {
      pending.fail(Reason.LIMIT, "data has at most " + MAX_VALUE_BYTES + " bytes here");
      data.position(data.limit());
    }
    byte[] value = rest(data);
    if (!pending.isOver()) {
      keep(value);
      find(number(name(value)), any -> false, nearest -> store(value, nearest, pending));
    }
    return pending.stage();
  }

  /** Tells how many keep it once all of them have answered or been given up. */
  private void store(byte[] value, List<Contact> nearest, Pending<Stored> pending) {
    List<Boolean> heard = new ArrayList<>();
    Consumer<Boolean> kept =
        yes -> {
          heard.add(yes);
          int others = Collections.frequency(heard, true);
          if (heard.size() == nearest.size() && others > 0) {
            pending.complete(new Stored(name(value), others));
          } else if (heard.size() == nearest.size()) {
            pending.fail(Reason.REFUSED, "nobody takes " + name(value));
          }
        };
    nearest.forEach(
        to ->
            ask(to, question(STORE, value), answer -> kept.accept(true), () -> kept.accept(false)));
    if (nearest.isEmpty()) {
      pending.complete(new Stored(name(value), 0));
    }
  }

  @Override
  public CompletionStage<Boolean> remove(Urn key) {
    Pending<Boolean> pending = begin();
    pending.complete(false);
    return pending.stage();
  }

  @Override
  public Set<String> namespaces() {
    return Set.of(Urn.SHA1);
  }

  @Override
  public int maxValueBytes() {
    return MAX_VALUE_BYTES;
  }

  @Override
  public Duration lifetime() {
    return config.lifetime();
  }

  // ---- what others may know

  @Override
  public List<Endpoint> endpoints() {
    return calls.endpoints();
  }

  @Override
  public List<Neighbour> neighbours() {
    return table.all().stream()
        .map(each -> new Neighbour(each.id().toString(16), each.endpoint(), "peer", Map.of()))
        .toList();
  }

  @Override
  public void meters(ObjLongConsumer<String> sink) {
    sink.accept("lookups", lookups);
    sink.accept("messages.malformed", calls.malformed());
    sink.accept("values.now", values.size());
    sink.accept("neighbours.now", table.all().size());
  }
}
