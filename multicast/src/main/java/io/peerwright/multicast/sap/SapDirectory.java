package io.peerwright.multicast.sap;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.request.TimerGroup;
import io.peerwright.multicast.address.GroupNames;
import io.peerwright.multicast.address.NameCollisions;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A session directory: announces our groups on the well-known ones, and knows those of others.
 *
 * <p>Announcements come every five minutes or more rarely, so whoever joins asks. The question is a
 * packet of SAP whose payload type other directories do not know and pass over. An announcer tells
 * its sessions at once; what others remember of those that are gone or far, they tell after a
 * delay, and only what nobody has told meanwhile. The delay is biased to its end, so that of many
 * who know the same few speak ({@link #answerDelay}, as NORM and PGM do with their feedback). Each
 * spends on answers what it may spend on announcements, after a burst, so that questions make
 * nobody send more; and an answer goes to the group, never to an address that somebody has named.
 */
public final class SapDirectory {

  /** The payload type of the question. */
  static final String QUERY = "application/x-peerwright-group-query";

  static final int MOST_SESSIONS = 4_096;
  static final int MOST_OF_ONE_HOST = 1_024;

  /** About 250 announcements. */
  static final long ANSWER_BURST_BYTES = 65_536;

  private static final long MILLISECOND = 1_000_000L;
  private static final long OWN_ANSWERS_WITHIN = 10 * MILLISECOND;
  private static final long ANSWERS_WITHIN = 400 * MILLISECOND;
  private static final long ASK_AGAIN_AFTER = 1_000 * MILLISECOND;
  private static final long TIDY_EVERY = 60_000 * MILLISECOND;

  /** Answers that are being prepared at a time: whoever is passed over asks again. */
  private static final int MOST_ANSWERING = 8;

  /** How many directories a delay is made for. */
  private static final double MANY = 1_000;

  private final Loop loop;
  private final RandomGenerator random;
  private final SapSender sender;
  private final long bitsPerSecond;
  private final TimerGroup timers;
  private final SessionCache cache = new SessionCache(MOST_SESSIONS, MOST_OF_ONE_HOST);
  private final NameCollisions names = new NameCollisions(MOST_SESSIONS);
  private final GroupDiscoveries discoveries;
  private final Announcer announcer;

  private @Nullable PacedSender answers;
  private int question;
  private int answering;
  private long heard;
  private long malformed;
  private long withdrawn;
  private long asked;
  private long answered;
  private long collisions;

  /**
   * A directory that is not started.
   *
   * @param bitsPerSecond what announcements of a scope may take, and answers likewise
   * @param ttl how far our groups reach, for their descriptions
   */
  public SapDirectory(Loop loop, SapSender sender, long bitsPerSecond, int ttl) {
    this.loop = loop;
    this.sender = sender;
    this.bitsPerSecond = bitsPerSecond;
    random = loop.random("sap");
    timers = new TimerGroup(loop);
    discoveries = new GroupDiscoveries(loop);
    announcer = new Announcer(loop, random, sender, bitsPerSecond, ttl, cache::bytes);
  }

  /** Makes a group known until the handle is closed, whenever the directory is started. */
  public Handle announce(Group group) {
    return announcer.announce(group);
  }

  /** Hears of the groups of others, each once. */
  public Handle discover(Consumer<? super Group> found) {
    return discoveries.add(found, cache.all().stream().map(HeardSession::group).toList());
  }

  /**
   * Begins: sockets are open now.
   *
   * @param groups the well-known groups that are listened to
   */
  public void start(List<Endpoint> groups) {
    answers = new PacedSender(loop, sender, bitsPerSecond, ANSWER_BURST_BYTES);
    answering = 0;
    question = 1 + random.nextInt(0xffff);
    announcer.start();
    ask(groups);
    timers.after(
        ASK_AGAIN_AFTER,
        () -> {
          if (cache.size() == 0) {
            ask(groups);
          }
        });
    timers.every(TIDY_EVERY, random, () -> cache.expire(lifetime(), loop.nanoTime()));
  }

  private long lifetime() {
    return AdInterval.lifetime(AdInterval.nanos(cache.bytes(), bitsPerSecond));
  }

  private void ask(List<Endpoint> groups) {
    for (Endpoint each : groups) {
      Endpoint origin = sender.origin(each.isIpv4());
      asked++;
      sender.send(each, new SapPacket(false, question, origin, QUERY, new byte[0]).write());
    }
  }

  /** Withdraws what is announced, and forgets what was heard. */
  public void stop() {
    announcer.stop();
    timers.close();
    cache.clear();
    if (answers != null) {
      answers.stop();
      answers = null;
    }
  }

  /** Takes a packet that came to one of the well-known groups. */
  public void received(Endpoint from, ByteBuffer data) {
    byte[] packet = new byte[data.remaining()];
    data.get(packet);
    SapPacket read = SapPacket.read(ByteBuffer.wrap(packet));
    if (read == null) {
      malformed++;
    } else if (read.payloadType().equals(QUERY)) {
      asked(read);
    } else if (read.payloadType().equals(SapPacket.SDP)) {
      if (read.isDeletion()) {
        withdrawn(read, from);
      } else {
        announced(read, packet, from);
      }
    }
  }

  private void announced(SapPacket read, byte[] packet, Endpoint from) {
    SdpSession described = SdpSession.read(read.payload());
    if (described == null) {
      malformed++;
      return;
    }
    if (announcer.isOwn(described.originator())) {
      return;
    }
    heard++;
    Group group = cache.announced(read, described, packet, from, loop.nanoTime());
    if (group != null) {
      long fingerprint = GroupNames.fingerprint(group.title());
      if (names.observe(group.address(), read.origin(), fingerprint).isPresent()) {
        collisions++;
      }
      discoveries.found(group);
    }
  }

  private void withdrawn(SapPacket read, Endpoint from) {
    String originator = SdpSession.originatorOf(read.payload());
    if (originator == null) {
      malformed++;
      return;
    }
    Group group = cache.withdrawn(read.origin(), originator, from);
    if (group != null) {
      withdrawn++;
      names.forget(group.address());
    }
  }

  /** A question of somebody, or our own, which comes back to us. */
  private void asked(SapPacket read) {
    PacedSender current = answers;
    if (current == null
        || read.hash() == question
        || !current.isIdle()
        || answering == MOST_ANSWERING) {
      return;
    }
    answered++;
    answering++;
    timers.after(random.nextLong(OWN_ANSWERS_WITHIN), () -> announcer.answer(current));
    long now = loop.nanoTime();
    timers.after(answerDelay(random.nextDouble()), () -> tellWhatNobodyTold(now, current));
  }

  /**
   * When to speak, for a fair draw of 0..1: late with high probability, so that among many a few
   * are early, and the rest hear them.
   */
  static long answerDelay(double draw) {
    double early = Math.max(0, 1 + Math.log(Math.max(draw, 1 / MANY)) / Math.log(MANY));
    return OWN_ANSWERS_WITHIN * 2 + (long) (ANSWERS_WITHIN * early);
  }

  private void tellWhatNobodyTold(long since, PacedSender current) {
    answering--;
    for (HeardSession each : cache.all()) {
      if (each.heardNanos() < since) {
        Endpoint to = SapGroups.announcing(each.group().address());
        current.add(new Remembered(each, to, since));
      }
    }
  }

  /** A session of others that is to be told. */
  private record Remembered(HeardSession session, Endpoint to, long since)
      implements PacedSender.Packet {

    /** Somebody may have told it while it waited. */
    @Override
    public @Nullable ByteBuffer bytes() {
      return session.heardNanos() < since ? ByteBuffer.wrap(session.packet()) : null;
    }
  }

  /** Tells its counters: see {@link io.peerwright.api.overlay.Overlay#meters}. */
  public void meters(ObjLongConsumer<String> sink) {
    sink.accept("announcements.sent", announcer.sent());
    sink.accept("announcements.heard", heard);
    sink.accept("announcements.malformed", malformed);
    sink.accept("announcements.withdrawn", withdrawn);
    sink.accept("announcements.collisions", collisions);
    sink.accept("queries.sent", asked);
    sink.accept("queries.answered", answered);
    sink.accept("sessions.now", cache.size());
  }
}
