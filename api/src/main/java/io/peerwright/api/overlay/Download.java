package io.peerwright.api.overlay;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;

/**
 * A download under way. Used on the peer's loop only.
 *
 * <p>{@code close} cancels it: it fails with {@link Reason#CANCELLED}. What is complete stays so,
 * and the files stay as they are; a {@link Swarm} is left. {@link Overlay#leave} does the same with
 * {@link Reason#SHUTDOWN}. Neither completes a stage before it has returned.
 */
public interface Download extends Handle {

  /** Where a download stands. */
  enum State {
    /** Looking for a source, or for a way to it. */
    CONNECTING,
    /** A source has put us in its queue. */
    QUEUED,
    /** Bytes are coming in. */
    TRANSFERRING,
    /** Stopped by {@link #pause()}. */
    PAUSED,
    /** All bytes are here and are being checked. */
    VERIFYING,
    /** The file has its final name. */
    COMPLETE,
    /** Over without success; the part file is kept, and fetching again goes on from it. */
    FAILED
  }

  /** Where it stands. */
  State state();

  /** The last step in words for a person: who it waits for, the place in the queue, the error. */
  String detail();

  /**
   * Verified bytes on disk of what is wanted; grows until it is complete, unless what is here
   * proves to be wrong or something else is wanted.
   */
  long bytesDone();

  /**
   * Bytes of all that is wanted, once that is known; content that is verified in parts counts each
   * part as a whole, also where it goes on in a file that is not wanted.
   */
  OptionalLong bytesTotal();

  /**
   * The files that the content is made of, wanted or not, once that is known, in their order. The
   * attribute {@code offset} tells where a file begins among the positions of {@link #read}. May be
   * empty where there is but one file.
   */
  List<SharedItem> files();

  /**
   * The peers that it comes from and goes to now, with their figures; empty where the overlay does
   * not tell them apart, and when it is over.
   */
  List<Neighbour> peers();

  /**
   * Says anew which of the {@link #files()} are wanted and which come first, in place of what was
   * said before; also while it is not known yet which files there are. What is here stays here.
   *
   * @param priority is asked for each file by its name: 0 or less if it is not wanted, else 1 and
   *     more, the higher the sooner; nothing above 10 makes a difference. Where content is one file
   *     that comes in one run, it is not asked
   */
  void prioritise(ToIntFunction<? super String> priority);

  /**
   * Checks again all that is here against what it should be, as if somebody had changed the files;
   * what is damaged is fetched once more. Where content is checked as it is read anyway, it does
   * nothing.
   */
  void recheck();

  /**
   * Stops the transfer, in both directions, and keeps what is here: the state is PAUSED when what
   * is under way on the disk is done. Does nothing if it is paused or over.
   */
  void pause();

  /** Goes on after {@link #pause()}, else does nothing. */
  void resume();

  /**
   * Reads content that may not be here yet: completes when the bytes at {@code position} are, and
   * asks for them first where the overlay can.
   *
   * @param target filled up to its limit as far as bytes are here; owned by the download until the
   *     stage completes
   * @return the number of bytes read, at least 1, or -1 at the end and past it, as {@link
   *     java.nio.channels.AsynchronousFileChannel#read(ByteBuffer, long)} has it; fails with the
   *     download's {@link #reason()} if that fails, and may fail once it is closed. Completes on
   *     the loop after this call has returned, so that reading on from there never piles up
   */
  CompletionStage<Integer> read(long position, ByteBuffer target);

  /**
   * Completes on the loop, with the target, when the file has its final name for the first time;
   * else fails with an {@link io.peerwright.api.OverlayException} with the {@link #reason()}. May
   * be asked for by any thread.
   */
  CompletionStage<Path> done();

  /** Why it ended, {@link Reason#ENDED} if it is complete; empty while it is under way. */
  Optional<Reason> reason();
}
