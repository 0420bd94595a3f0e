package io.peerwright.kit.download;

import io.peerwright.api.overlay.Download;
import org.jspecify.annotations.Nullable;

/** What the transfers of a download need of it. */
interface TransferOwner {

  void onStep(Download.State state, String words);

  /** Something for the source to do; null if there is nothing. */
  @Nullable Span claim(SourceTransfer transfer);

  /** Bytes right before a position that are here. */
  long keptBefore(long position);

  /** Bytes from a position on that are here. */
  long keptFrom(long position);

  /** True if a source has been asked for the bytes from a position on. */
  boolean isAwaited(long position);

  void onFlowing();

  /** So many bytes of the transfer are on the disk, up to {@code to}. */
  void onStored(SourceTransfer transfer, long from, long to);

  /** Others could be asked in its place. */
  boolean hasOthers(SourceTransfer transfer);

  /** The source is too slow, and there are no others. */
  void onSlowAlone();

  /** The source ended it; {@link #onFree} follows when what came is on the disk. */
  void onSourceEnd(SourceTransfer transfer, SourceEnd end);

  /** Done with; {@code end} is null if its source has done what it was asked for. */
  void onFree(SourceTransfer transfer, @Nullable SourceEnd end);

  /** It sends more than there should be. */
  void onTooMuch(SourceTransfer transfer);

  /** It sends other bytes than those kept. */
  void onOtherBytes(SourceTransfer transfer);

  /** The disk failed; {@code next} is what should have followed when all was stored. */
  void onDiskFailed(SourceTransfer transfer, Throwable cause, Runnable next);
}
