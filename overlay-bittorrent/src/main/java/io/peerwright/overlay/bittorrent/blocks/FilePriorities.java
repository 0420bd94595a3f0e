package io.peerwright.overlay.bittorrent.blocks;

import io.peerwright.overlay.bittorrent.metainfo.Info;
import java.util.BitSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Which files are wanted, and which of them first: what was said at first and since. */
public final class FilePriorities {

  private final Function<Info, @Nullable BitSet> first;
  private @Nullable ToIntFunction<? super String> since;

  public FilePriorities(Function<Info, @Nullable BitSet> first) {
    this.first = first;
  }

  /** The files that were wanted at first; null for all. */
  public @Nullable BitSet first(Info info) {
    return first.apply(info);
  }

  public void set(ToIntFunction<? super String> priority) {
    since = priority;
  }

  /** What has been said since holds from now on. */
  public void applyTo(PieceTable pieces) {
    ToIntFunction<? super String> told = since;
    if (told != null) {
      pieces.select(
          pieces.info().files().stream()
              .mapToInt(file -> file.padding() ? 1 : told.applyAsInt(file.name()))
              .toArray());
    }
  }
}
