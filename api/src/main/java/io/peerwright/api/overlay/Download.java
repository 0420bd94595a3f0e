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

/** A download under way. Used on the peer's loop only; {@code close} cancels it. */
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

  /** Bytes on disk; grows until it is complete, unless what is here proves to be wrong. */
  long bytesDone();

  /** Bytes in all, once that is known. */
  OptionalLong bytesTotal();

  /**
   * The files that the content is made of, once that is known. The attribute {@code offset} tells
   * where a file begins among the positions of {@link #read}; empty where there is but one file.
   */
  List<SharedItem> files();

  /**
   * The peers that it comes from and goes to now, with their figures; empty where the overlay does
   * not tell them apart.
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

  /** Stops the transfer and keeps what is here. */
  void pause();

  /** Goes on after {@link #pause()}. */
  void resume();

  /**
   * Reads content that may not be here yet: completes when the bytes at {@code position} are, and
   * asks for them first where the overlay can.
   *
   * @param target filled up to its limit as far as bytes are here; owned by the download until the
   *     stage completes
   * @return the number of bytes read, at least 1, or -1 at the end and past it, as {@link
   *     java.nio.channels.AsynchronousFileChannel#read(ByteBuffer, long)} has it; fails if the
   *     download fails. Completes on the loop after this call has returned, so that reading on from
   *     there never piles up
   */
  CompletionStage<Integer> read(long position, ByteBuffer target);

  /**
   * Completes with the target when the file has its final name; else fails with an {@link
   * io.peerwright.api.OverlayException} with the {@link #reason()}. May be asked for by any thread.
   */
  CompletionStage<Path> done();

  /** Why it ended, {@link Reason#ENDED} if it is complete; empty while it is under way. */
  Optional<Reason> reason();
}
