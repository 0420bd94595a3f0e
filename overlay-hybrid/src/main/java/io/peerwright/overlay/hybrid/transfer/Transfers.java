package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.kit.server.Newcomer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All transfers of one peer, and the data port that they come in by. Made when the first transfer
 * or data-port link comes up, so that an idle peer has none.
 */
public final class Transfers implements Inbound.Router {

  private final TransferContext context;
  private final DownloadRequests requests = new DownloadRequests();
  private final Downloads downloads;
  private final Uploads uploads;
  private final DirectBrowsing browsing;

  /** Transfers for a client. */
  public Transfers(TransferContext context) {
    this.context = context;
    this.downloads = new Downloads(context, requests);
    this.uploads = new Uploads(context);
    this.browsing = new DirectBrowsing(context);
  }

  /** What we have asked for and do not receive yet. */
  public DownloadRequests requests() {
    return requests;
  }

  /** What is fetched. */
  public Downloads downloads() {
    return downloads;
  }

  /** What is sent. */
  public Uploads uploads() {
    return uploads;
  }

  /** Lists of files from user to user. */
  public DirectBrowsing browsing() {
    return browsing;
  }

  // The data port.

  /** Somebody has connected to it. */
  public LinkHandler inbound(Link link, Newcomer newcomer) {
    return new Inbound(context, this, link, newcomer);
  }

  @Override
  public boolean isExpected(TransferRequest request) {
    return request.kind() == TransferRequest.Kind.SEND && requests.isExpected(request);
  }

  @Override
  public Inbound.Route route(TransferRequest request, Link link) {
    return request.kind() == TransferRequest.Kind.GET
        ? uploads.accept(request, link)
        : new Inbound.Route(requests.accept(request, link), TransferRequest.INVALID_REQUEST);
  }

  @Override
  public @Nullable LinkHandler serveList(Link link) {
    return browsing.serve(link);
  }

  @Override
  public @Nullable LinkHandler acceptList(String nick, Link link) {
    return browsing.accept(nick, link);
  }

  // All.

  /** The server is lost: a new one knows nothing of what the old one was told. */
  public void onServerLost() {
    uploads.onServerLost();
  }

  /** The peers that bytes are exchanged with. */
  public void neighbours(List<Neighbour> into) {
    uploads.neighbours(into);
    downloads.peers(into);
  }

  /** Ends all transfers; {@code done} is called when their files are closed. */
  public void close(Runnable done) {
    uploads.close();
    downloads.close(done);
  }
}
