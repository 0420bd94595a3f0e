package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.FilePart;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.kit.limit.SaltedHash;
import io.peerwright.kit.upload.UploadQueue;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is sent a file and who waits: by address and file, so that a place is kept though its
 * connection ends. A slot stays with its downloader from one range to the next.
 */
final class UploadSlots {

  /** A place is asked for again not earlier; who is not granted anything by that is not served. */
  private static final int POLL_SECONDS = 20;

  /** Until then: a place is kept for longer, but who has not asked is passed by. */
  private static final int MOST_POLL_SECONDS = 45;

  /** What somebody waits for. */
  private record Claim(String user, String file) implements UploadQueue.Claim {}

  private final Loop loop;
  private final int slots;
  private final int queueLength;
  private final UploadQueue<Claim> queue;
  private final UploadReports reports;
  private @Nullable SaltedHash hash;

  /** Those to whom something is being sent. */
  private final Set<Claim> sending = new HashSet<>();

  private long queued;

  /**
   * Nobody is served yet.
   *
   * @param slots at a time
   * @param slotsPerAddress of these
   * @param queueLength how many may wait
   * @param reports who is told of what is sent
   */
  UploadSlots(Loop loop, int slots, int slotsPerAddress, int queueLength, UploadReports reports) {
    this.loop = loop;
    this.reports = reports;
    this.slots = slots;
    this.queueLength = queueLength;
    queue = new UploadQueue<>(slots, slotsPerAddress, queueLength);
  }

  int slots() {
    return slots;
  }

  /** Nothing more is told of what is sent. */
  void close() {
    reports.close();
  }

  /** How many are being served. */
  int serving() {
    return sending.size();
  }

  /** Whether nobody else may even wait. */
  boolean isFull() {
    return sending.size() >= slots && queue.waiting() >= queueLength;
  }

  /** How many wait. */
  int waiting() {
    return queue.waiting();
  }

  /** How often somebody was told to wait. */
  long queued() {
    return queued;
  }

  /**
   * Somebody asks for a file.
   *
   * @param served takes the listener that has to hear how the sending goes; called at once if there
   *     is a slot
   * @param keeps whether the next range will be asked for over the same connection
   * @return where it stands else; null if it is served
   */
  @Nullable QueuePlace ask(
      Endpoint from, String file, boolean keeps, Consumer<FilePart.Listener> served) {
    Claim claim = new Claim(AddressKey.of(from).toString(), file);
    long now = loop.nanoTime();
    if (sending.contains(claim)) {
      // One connection for each file: a second one waits until the first has its range.
      return place(claim, 1);
    }
    int position = queue.request(claim, now);
    if (position > 0) {
      return place(claim, position);
    }
    queue.begin(claim, now);
    sending.add(claim);
    served.accept(new Sending(claim, keeps, reports.begin(from, file)));
    return null;
  }

  private QueuePlace place(Claim claim, int position) {
    queued++;
    int length = Math.max(position, Math.min(queue.waiting(), queueLength));
    return new QueuePlace(position, length, POLL_SECONDS, MOST_POLL_SECONDS, id(claim));
  }

  /** The address tells who it is; the id is what others expect to be told again. */
  private String id(Claim claim) {
    SaltedHash secret = hash == null ? SaltedHash.of(loop) : hash;
    hash = secret;
    return String.format("%016x", secret.longHash(claim.user.hashCode(), claim.file.hashCode()));
  }

  /** A range on its way. */
  private final class Sending implements FilePart.Listener {
    private final Claim claim;
    private final boolean keeps;

    private final UploadReports.@Nullable Upload told;

    Sending(Claim claim, boolean keeps, UploadReports.@Nullable Upload told) {
      this.told = told;
      this.claim = claim;
      this.keeps = keeps;
    }

    @Override
    public void onSent(int bytes) {
      if (told != null) {
        told.sent(bytes);
      }
    }

    @Override
    public void onOver(boolean isComplete) {
      sending.remove(claim);
      if (told != null) {
        told.rangeOver(isComplete && keeps);
      }
      if (isComplete && keeps) {
        queue.pause(claim, loop.nanoTime());
      } else {
        queue.end(claim);
      }
    }
  }
}
