package io.peerwright.samples.simulate;

import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.multicast.Multicast;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.overlay.Capability;
import io.peerwright.api.overlay.Fetch;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.KeyLookup;
import io.peerwright.api.overlay.KeywordSearch;
import io.peerwright.api.overlay.Messaging;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.overlay.Query;
import io.peerwright.api.overlay.Sharing;
import io.peerwright.api.overlay.Urn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One peer of a {@link CapabilityTrial}. */
final class Probe {

  /** The others come within this time. */
  private static final long JOIN_NANOS = Duration.ofSeconds(60).toNanos();

  /** After the others have begun to come: when each offers, and when each asks. */
  static final long OFFER_FROM_NANOS = Duration.ofSeconds(75).toNanos();

  static final long ASK_FROM_NANOS = Duration.ofSeconds(150).toNanos();

  /** How long an answer may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Group GROUP = new Group(Endpoint.parse("239.192.0.1:5000"), "trial");
  private static final Duration TTL = Duration.ofMinutes(30);
  private static final int MOST_BYTES = 64;
  private static final int MAX_HITS = 20;

  private final Tallies tallies;
  private final Catalogue catalogue;
  private final IntFunction<Probe> after;
  private final Host host;
  private final Overlay overlay;
  private final int number;
  private final RandomGenerator random;

  /** What it has put, and where; null until the overlay has taken it. */
  private byte[] value = {};

  private @Nullable Urn key;

  /** Who has sent to it and not been heard yet. */
  private final TreeSet<String> senders = new TreeSet<>();

  private boolean expectsNews;

  /**
   * One that has not joined.
   *
   * @param after whom the peer of a number asks about
   */
  Probe(
      Tallies tallies,
      Catalogue catalogue,
      IntFunction<Probe> after,
      Host host,
      Overlay overlay,
      int number) {
    this.tallies = tallies;
    this.catalogue = catalogue;
    this.after = after;
    this.host = host;
    this.overlay = overlay;
    this.number = number;
    this.random = host.loop().random("trial");
  }

  Host host() {
    return host;
  }

  Overlay overlay() {
    return overlay;
  }

  void joinLater() {
    host.loop().schedule(random.nextLong(JOIN_NANOS), this::join);
  }

  void useLater() {
    long offer = OFFER_FROM_NANOS + random.nextLong(JOIN_NANOS);
    long ask = ASK_FROM_NANOS + random.nextLong(JOIN_NANOS);
    host.loop().schedule(offer, this::offer);
    host.loop().schedule(ask, this::ask);
  }

  void join() {
    track("join", overlay.join(), nothing -> true);
  }

  /** Uses a capability if the overlay has it. */
  private <C extends Capability> void with(Class<C> capability, Consumer<C> use) {
    overlay.as(capability).ifPresent(use);
  }

  private <T> void track(String what, CompletionStage<T> stage, Predicate<? super T> isRight) {
    tallies.begin(what);
    stage.whenComplete(
        (result, failure) -> {
          if (failure != null) {
            tallies.fail(what, host.name() + ": " + failure);
          } else if (isRight.test(result)) {
            tallies.succeed(what);
          } else {
            tallies.fail(what, host.name() + ": not what was offered");
          }
        });
  }

  private void offer() {
    with(Sharing.class, sharing -> sharing.share(catalogue.item(number)));
    with(
        KeyLookup.class,
        store -> {
          value = new byte[Math.min(MOST_BYTES, store.maxValueBytes())];
          random.nextBytes(value);
          String namespace = new TreeSet<>(store.namespaces()).first();
          track(
              "put",
              store.put(namespace, ByteBuffer.wrap(value)),
              stored -> {
                key = stored.key();
                return true;
              });
        });
    with(
        Naming.class,
        naming -> {
          NameRecord own = NameRecord.unsigned(List.of(host.listenAddress()), Map.of());
          track("register", naming.register(user(), own, TTL), handle -> true);
        });
    with(Messaging.class, messaging -> messaging.receive((from, message) -> heard(message)));
    with(
        Multicast.class,
        multicast ->
            track(
                "join group",
                multicast.join(GROUP, null, (from, message) -> heardNews()),
                handle -> true));
  }

  private Urn user() {
    return Urn.user(host.name());
  }

  private void ask() {
    Probe next = after.apply(number);
    with(KeyLookup.class, store -> get(store, next));
    with(
        Naming.class,
        naming ->
            track(
                "resolve",
                naming.resolve(next.user(), PATIENCE),
                records -> records.stream().anyMatch(next::isAt)));
    with(Messaging.class, messaging -> send(messaging, next));
    with(KeywordSearch.class, search -> search(search, next));
    if (number == 0) {
      // When all have joined the group.
      host.loop()
          .schedule(
              JOIN_NANOS,
              () -> {
                with(Multicast.class, this::tellAll);
                tallies.onAsked();
              });
    } else {
      tallies.onAsked();
    }
  }

  private boolean isAt(NameRecord found) {
    return found.endpoints().contains(host.listenAddress());
  }

  private void get(KeyLookup store, Probe next) {
    Urn wanted = next.key;
    if (wanted != null) {
      track(
          "get",
          store.get(wanted, PATIENCE),
          found -> found.isPresent() && found.get().equals(ByteBuffer.wrap(next.value)));
    }
  }

  private void send(Messaging messaging, Probe next) {
    track("send", messaging.send(next.host.name(), message()), nothing -> true);
    tallies.begin("hear");
    next.senders.add(host.name());
    host.loop()
        .schedule(
            PATIENCE.toNanos(),
            () -> {
              if (next.senders.remove(host.name())) {
                tallies.fail("hear", next.host.name() + ": nothing of " + host.name());
              }
            });
  }

  private ByteBuffer message() {
    return ByteBuffer.wrap(host.name().getBytes(StandardCharsets.UTF_8));
  }

  /** The text tells who sent it; overlays have names of their own for that. */
  private void heard(ByteBuffer message) {
    if (senders.remove(StandardCharsets.UTF_8.decode(message).toString())) {
      tallies.succeed("hear");
    }
  }

  private void tellAll(Multicast multicast) {
    List<Probe> members = new ArrayList<>();
    for (Probe each = after.apply(number); each != this; each = after.apply(each.number)) {
      tallies.begin("hear group");
      each.expectsNews = true;
      members.add(each);
    }
    SendResult sent = multicast.send(GROUP, message());
    host.loop().schedule(PATIENCE.toNanos(), () -> members.forEach(each -> each.giveUpNews(sent)));
  }

  private void heardNews() {
    if (expectsNews) {
      expectsNews = false;
      tallies.succeed("hear group");
    }
  }

  private void giveUpNews(SendResult sent) {
    if (expectsNews) {
      expectsNews = false;
      tallies.fail("hear group", host.name() + ": nothing heard; the sending was " + sent);
    }
  }

  private void search(KeywordSearch search, Probe next) {
    if (overlay.as(Sharing.class).isEmpty()) {
      return;
    }
    String words = catalogue.words(next.number);
    Query query = Query.parse(words).limitedTo(MAX_HITS, PATIENCE);
    List<Hit> hits = new ArrayList<>();
    tallies.begin("search");
    search.search(query, hits::add, reason -> onSearched(hits, reason));
  }

  private void onSearched(List<Hit> hits, Reason reason) {
    if (hits.isEmpty()) {
      tallies.fail("search", host.name() + ": no hit, " + reason);
      return;
    }
    tallies.succeed("search");
    Path target = host.directory().resolve("downloads").resolve("wanted.ogg");
    with(
        Fetch.class,
        fetch ->
            track(
                "fetch",
                fetch.fetch(hits.subList(0, 1), target, changed -> {}).done(),
                file -> true));
  }
}
