package io.peerwright.overlay.bittorrent.swarm;

import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.storage.Notice;
import io.peerwright.overlay.bittorrent.storage.Placement;
import io.peerwright.overlay.bittorrent.verify.DiskCheck;
import io.peerwright.overlay.bittorrent.verify.StorageBarrier;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A check of what is on the disk, as the torrent and its download are told of it.
 *
 * @param checked told what was found
 * @param failed told why it cannot be done
 */
record TorrentCheck(
    TorrentState torrent,
    TorrentDownload download,
    Consumer<DiskCheck.Outcome> checked,
    Consumer<String> failed)
    implements DiskCheck.Listener {

  @Override
  public boolean isChecking() {
    return torrent.isChecking();
  }

  @Override
  public void onProgress(String what) {
    download.changed(what);
  }

  @Override
  public Placement locate(Info info) {
    return download.locate(info);
  }

  @Override
  public void onOpened(Placement place, boolean believed) {
    download.located(place);
    download.believed(believed);
  }

  @Override
  public void onNotices(List<Notice> notices) {
    download.noticed(notices);
  }

  @Override
  public void onFailed(String why) {
    failed.accept(why);
  }

  @Override
  public void onDiskFailed(String what, @Nullable Throwable why) {
    failed.accept(StorageBarrier.explain(what, why));
  }

  @Override
  public void onChecked(DiskCheck.Outcome outcome) {
    checked.accept(outcome);
  }
}
