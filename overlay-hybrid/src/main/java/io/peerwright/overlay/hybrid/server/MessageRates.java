package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
import io.peerwright.kit.limit.TokenBucket;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.wire.MessageType;

/**
 * How many messages of each kind a user may send, and how many bytes it may have answered. What
 * costs more than others counts as more.
 */
final class MessageRates {

  /** The rate of shares is one per minute, in tokens per second. */
  private static final int SHARE = 60;

  /** So many bytes that are passed on to others count as one message. */
  private static final int BYTES_PER_MESSAGE = 16_384;

  /**
   * The rate of searches pays for so many bytes of the answer to each, which are a hundred hits:
   * who asks one thing after the other is held by one rate, not by two.
   */
  private static final int BYTES_PER_SEARCH = 16_384;

  private final Loop loop;
  private final TokenBucket searches;
  private final TokenBucket messages;
  private final TokenBucket shares;
  private final TokenBucket answers;

  /** Of the answers that are being collected. */
  private int paidBytes;

  /** Twice a second's worth at once; of shares a minute's. */
  MessageRates(Loop loop, HybridServerConfig config) {
    this.loop = loop;
    long now = loop.nanoTime();
    int searchRate = config.maxSearchesPerSecond();
    int messageRate = config.maxMessagesPerSecond();
    long shareRate = Math.max(1, config.maxSharesPerUser());
    searches = new TokenBucket(searchRate, 2L * searchRate, now);
    messages = new TokenBucket(messageRate, 2L * messageRate, now);
    shares = new TokenBucket(shareRate, SHARE * shareRate, now);
    long answerRate = (long) config.limits().maxAnswerKibibytesPerSecond() << 10;
    answers = new TokenBucket(answerRate, 2 * answerRate, now);
  }

  /** Counts a message by its type. */
  void take(int type) {
    long now = loop.nanoTime();
    if (type == MessageType.SEARCH || type == MessageType.BROWSE || type == MessageType.RESUME) {
      searches.take(1, now);
      paidBytes += type == MessageType.SEARCH ? BYTES_PER_SEARCH : 0;
    } else if (isShare(type)) {
      shares.take(SHARE, now);
    } else {
      messages.take(1, now);
    }
  }

  /** True for the messages that have a limit of their own: all of a user's shares come at once. */
  private static boolean isShare(int type) {
    return type == MessageType.SHARE
        || type == MessageType.SHARE_FOLDER
        || type == MessageType.SHARE_MEDIA;
  }

  /** Counts a search that cost much as so many more. */
  void chargeSearches(int more) {
    searches.take(more, loop.nanoTime());
  }

  /** Counts a message that shares or withdraws many files as so many more. */
  void chargeShares(int moreFiles) {
    shares.take((long) SHARE * moreFiles, loop.nanoTime());
  }

  /** Counts a message of so many bytes that is passed on to so many users as more of them. */
  void chargeCopies(int users, int bytes) {
    messages.take((long) users * bytes / BYTES_PER_MESSAGE, loop.nanoTime());
  }

  /** Counts the bytes of answers that leave in one write. */
  void chargeAnswer(int bytes) {
    answers.take(Math.max(0, bytes - paidBytes), loop.nanoTime());
    paidBytes = 0;
  }

  /** How long to wait before the next message; 0 if it may come now. */
  long waitNanos() {
    long now = loop.nanoTime();
    long wait = Math.max(searches.nanosUntil(0, now), messages.nanosUntil(0, now));
    wait = Math.max(wait, answers.nanosUntil(0, now));
    return Math.max(wait, shares.nanosUntil(0, now));
  }
}
