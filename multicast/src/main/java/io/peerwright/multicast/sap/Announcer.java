package io.peerwright.multicast.sap;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.multicast.Group;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.OnceHandle;
import io.peerwright.kit.request.TimerGroup;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Announces our groups, each as a session of its own, again and again while it is started, and
 * withdraws them. The first announcements, of which there may be many at once, are sent within the
 * bandwidth of the scope.
 */
final class Announcer {

  /** As much as the bandwidth of a scope usually has room for in 16 s. */
  private static final long BURST_BYTES = 8_192;

  private static final long SECOND = 1_000_000_000L;

  private final Loop loop;
  private final RandomGenerator random;
  private final SapSender sender;
  private final long bitsPerSecond;
  private final int ttl;
  private final LongSupplier heardBytes;
  private final TimerGroup timers;

  /** Those that are to be announced, while it is stopped too; each with what is announced now. */
  private final Map<Announcement, Group> groups = new LinkedHashMap<>();

  private @Nullable PacedSender paced;
  private long ownBytes;
  private long sent;

  /**
   * Announces nothing yet.
   *
   * @param ttl how far our groups reach, as their descriptions say
   * @param heardBytes of one announcement of each session of others
   */
  Announcer(
      Loop loop,
      RandomGenerator random,
      SapSender sender,
      long bitsPerSecond,
      int ttl,
      LongSupplier heardBytes) {
    this.loop = loop;
    this.random = random;
    this.sender = sender;
    this.bitsPerSecond = bitsPerSecond;
    this.ttl = ttl;
    this.heardBytes = heardBytes;
    timers = new TimerGroup(loop);
  }

  Handle announce(Group group) {
    Announcement announcement = new Announcement();
    groups.put(announcement, group);
    if (paced != null) {
      announcement.start(group, paced);
    }
    return new OnceHandle(
        () -> {
          groups.remove(announcement);
          announcement.withdraw(true);
        });
  }

  void start() {
    PacedSender pacing = new PacedSender(loop, sender, bitsPerSecond, BURST_BYTES);
    paced = pacing;
    groups.forEach((announcement, group) -> announcement.start(group, pacing));
  }

  /** Withdraws all; the groups are announced again when it is started again. */
  void stop() {
    groups.keySet().forEach(each -> each.withdraw(false));
    timers.close();
    if (paced != null) {
      paced.stop();
      paced = null;
    }
  }

  /** Whether a session that was heard of is one of ours. */
  boolean isOwn(String originator) {
    return groups.keySet().stream().anyMatch(each -> each.isNamed(originator));
  }

  /** Tells all that is announced now. */
  void answer(PacedSender answers) {
    groups.keySet().forEach(each -> each.answer(answers));
  }

  long sent() {
    return sent;
  }

  private final class Announcement implements PacedSender.Packet {

    private @Nullable OwnSession session;
    private Handle timer = () -> {};
    private int count;

    void start(Group group, PacedSender pacing) {
      Endpoint origin = sender.origin(group.address().isIpv4());
      OwnSession started = new OwnSession(group, random.nextLong(), origin, ttl);
      session = started;
      ownBytes += started.announcement().remaining();
      count = 0;
      pacing.add(this);
    }

    @Override
    public @Nullable Endpoint to() {
      return session == null ? null : session.to();
    }

    /** Its turn has come: the next one follows after the interval. */
    @Override
    public @Nullable ByteBuffer bytes() {
      PacedSender pacing = paced;
      if (session == null || pacing == null) {
        return null;
      }
      count++;
      sent++;
      long interval = AdInterval.nanos(ownBytes + heardBytes.getAsLong(), bitsPerSecond);
      timer = timers.after(AdInterval.delay(count, interval, random), () -> pacing.add(this));
      return session.announcement();
    }

    boolean isNamed(String originator) {
      return session != null && session.originator().equals(originator);
    }

    void answer(PacedSender answers) {
      OwnSession current = session;
      if (current != null && count > 0) {
        answers.add(
            new PacedSender.Packet() {
              @Override
              public Endpoint to() {
                return current.to();
              }

              @Override
              public @Nullable ByteBuffer bytes() {
                return session == current ? current.announcement() : null;
              }
            });
      }
    }

    /** Three times if there is time for it, for a packet may be lost. */
    void withdraw(boolean repeatedly) {
      OwnSession ended = session;
      session = null;
      timer.close();
      if (ended != null) {
        ownBytes -= ended.announcement().remaining();
        if (count > 0) {
          sender.send(ended.to(), ended.deletion());
          if (repeatedly) {
            timers.after(SECOND, () -> sender.send(ended.to(), ended.deletion()));
            timers.after(5 * SECOND, () -> sender.send(ended.to(), ended.deletion()));
          }
        }
      }
    }
  }
}
