package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.overlay.Hit;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.download.SourceListener;
import io.peerwright.kit.download.SourceStream;

/** A user as the source of a download. It sends from where it is asked on, to the end. */
final class NapsterSource implements ContentSource {

  private final TransferContext context;
  private final DownloadRequests requests;
  private final Uploader uploader;

  NapsterSource(TransferContext context, DownloadRequests requests, Uploader uploader) {
    this.context = context;
    this.requests = requests;
    this.uploader = uploader;
  }

  /** The one that a hit tells of. */
  static NapsterSource of(Hit hit, TransferContext context, DownloadRequests requests) {
    Uploader uploader =
        new Uploader(hit.peer(), WireNames.ofHit(hit), hit.sizeBytes().orElseThrow());
    return new NapsterSource(context, requests, uploader);
  }

  @Override
  public String name() {
    return uploader.nick();
  }

  @Override
  public Object key() {
    return uploader.key();
  }

  /** The server has to arrange each transfer, and some uploaders ignore the offset. */
  @Override
  public boolean isRanged() {
    return false;
  }

  @Override
  public boolean isReserve() {
    return false;
  }

  @Override
  public SourceStream open(SourceListener listener) {
    Negotiation negotiation = new Negotiation(context, requests, uploader, listener);
    negotiation.begin();
    return negotiation;
  }
}
