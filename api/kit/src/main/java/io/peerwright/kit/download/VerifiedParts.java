package io.peerwright.kit.download;

import io.peerwright.kit.files.HeldParts;
import io.peerwright.kit.files.Ranges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What of a download may be sent to others: pieces of which a hash was compared, and all of it once
 * a hash of the whole was. Of a content of which nothing but the whole can be verified that is
 * nothing until the end.
 */
final class VerifiedParts implements HeldParts {

  private final DownloadFile file;
  private final Supplier<PieceChecks> pieces;

  VerifiedParts(DownloadFile file, Supplier<PieceChecks> pieces) {
    this.file = file;
    this.pieces = pieces;
  }

  @Override
  public Path file() {
    return file.path();
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public Ranges verified() {
    if (!file.isComplete()) {
      return pieces.get().verified();
    }
    Ranges all = new Ranges();
    all.add(0, file.isVerifiable() ? file.size() : 0);
    return all;
  }

  @Override
  public boolean isUnchanged() throws IOException {
    return file.isUnchanged();
  }
}
