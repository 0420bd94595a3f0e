package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.FilePart;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.kit.upload.UploadQueue;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
  private final QueueCalls<Claim> calls;
  private final UploadReports reports;

  /** Those to whom something is being sent. */
  private final Set<Claim> sending = new HashSet<>();

  private long queued;

  /**
   * Nobody is served yet.
   *
   * @param slots at a time
   * @param slotsPerAddress of these
   * @param queueLength how many may wait
   * @param dials calls who waits
   * @param own where this servent can be dialled
   * @param reports who is told of what is sent
   */
  UploadSlots(
      Loop loop,
      int slots,
      int slotsPerAddress,
      int queueLength,
      ServerDials dials,
      Supplier<@Nullable Endpoint> own,
      UploadReports reports) {
    this.loop = loop;
    this.reports = reports;
    this.slots = slots;
    this.queueLength = queueLength;
    queue = new UploadQueue<>(slots, slotsPerAddress, queueLength);
    calls = new QueueCalls<>(loop, queue, dials, own);
  }

  int slots() {
    return slots;
  }

  /** Nobody that waits is called any more, and nothing more is told of what is sent. */
  void close() {
    calls.close();
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

  /** How often somebody that waits was called. */
  long called() {
    return calls.called();
  }

  /** How often somebody was told to wait. */
  long queued() {
    return queued;
  }

  /**
   * Somebody asks for a file.
   *
   * @param node where it can be called when it is its turn; null for nowhere
   * @param served takes the listener that has to hear how the sending goes; called at once if there
   *     is a slot
   * @param keeps whether the next range will be asked for over the same connection
   * @return where it stands else; null if it is served
   */
  @Nullable QueuePlace ask(
      Endpoint from,
      String file,
      boolean keeps,
      @Nullable Endpoint node,
      Consumer<FilePart.Listener> served) {
    Claim claim = new Claim(AddressKey.of(from).toString(), file);
    long now = loop.nanoTime();
    if (sending.contains(claim)) {
      // One connection for each file: a second one waits until the first has its range.
      return place(claim, 1, null);
    }
    int position = queue.request(claim, now);
    if (position > 0) {
      return place(claim, position, node);
    }
    calls.served(claim);
    queue.begin(claim, now);
    sending.add(claim);
    served.accept(new Sending(claim, keeps, reports.begin(from, file)));
    return null;
  }

  private QueuePlace place(Claim claim, int position, @Nullable Endpoint node) {
    queued++;
    int length = Math.max(position, Math.min(queue.waiting(), queueLength));
    String id = calls.waits(claim, node);
    return new QueuePlace(position, length, POLL_SECONDS, MOST_POLL_SECONDS, id);
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
