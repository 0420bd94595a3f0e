package io.peerwright.kit.download;

/** Hears of a {@link DownloadLife}. */
interface DownloadWatcher {

  /** The state or the progress has changed. */
  void onChanged();

  /** All or a piece of what came is not what it was said to be. */
  void onWrongContent();

  /** A source has sent all of a piece that is wrong. */
  void onWrongSource(ContentSource source);

  /** A source is not asked any more. */
  void onSourceDropped(ContentSource source, String why);

  /** It is complete or has failed. */
  void onOver();
}
