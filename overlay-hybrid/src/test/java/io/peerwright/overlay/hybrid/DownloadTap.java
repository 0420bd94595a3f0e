package io.peerwright.overlay.hybrid;

import io.peerwright.api.Reason;
import io.peerwright.api.overlay.Download;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.SharedItem;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;

/** Passes everything on to a download. */
class DownloadTap implements Download {

  final Download inner;

  DownloadTap(Download inner) {
    this.inner = inner;
  }

  @Override
  public State state() {
    return inner.state();
  }

  @Override
  public String detail() {
    return inner.detail();
  }

  @Override
  public long bytesDone() {
    return inner.bytesDone();
  }

  @Override
  public OptionalLong bytesTotal() {
    return inner.bytesTotal();
  }

  @Override
  public List<SharedItem> files() {
    return inner.files();
  }

  @Override
  public List<Neighbour> peers() {
    return inner.peers();
  }

  @Override
  public void prioritise(ToIntFunction<? super String> priority) {
    inner.prioritise(priority);
  }

  @Override
  public void recheck() {
    inner.recheck();
  }

  @Override
  public void pause() {
    inner.pause();
  }

  @Override
  public void resume() {
    inner.resume();
  }

  @Override
  public CompletionStage<Integer> read(long position, ByteBuffer target) {
    return inner.read(position, target);
  }

  @Override
  public CompletionStage<Path> done() {
    return inner.done();
  }

  @Override
  public Optional<Reason> reason() {
    return inner.reason();
  }

  @Override
  public void close() {
    inner.close();
  }
}
