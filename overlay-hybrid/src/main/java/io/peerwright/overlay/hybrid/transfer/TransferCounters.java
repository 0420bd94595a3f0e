package io.peerwright.overlay.hybrid.transfer;

import java.util.function.ObjLongConsumer;

/** What one peer has counted. Plain fields: there are a million peers. */
public final class TransferCounters {

  /** Downloads begun. */
  public long downloadsStarted;

  /** Downloads that got their final name. */
  public long downloadsComplete;

  /** Downloads that failed. */
  public long downloadsFailed;

  /** Downloads whose content was not what it was said to be. */
  public long downloadsCorrupt;

  /** Uploads sent to their end. */
  public long uploadsComplete;

  /** Bytes of content received. */
  public long bytesReceived;

  /** Bytes of content sent. */
  public long bytesSent;

  /** Requests on the data port that were refused. */
  public long requestsRefused;

  /** Tells all of them under their stable names. */
  public void tell(ObjLongConsumer<String> sink) {
    sink.accept("downloads.started", downloadsStarted);
    sink.accept("downloads.complete", downloadsComplete);
    sink.accept("downloads.failed", downloadsFailed);
    sink.accept("downloads.corrupt", downloadsCorrupt);
    sink.accept("uploads.complete", uploadsComplete);
    sink.accept("requests.refused", requestsRefused);
    sink.accept("bytes.received", bytesReceived);
    sink.accept("bytes.sent", bytesSent);
  }
}
