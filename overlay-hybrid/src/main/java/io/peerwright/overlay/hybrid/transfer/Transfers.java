package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.kit.limit.ConnectionLimits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All transfers of one peer, and the data port that they come in by. Made when the first transfer
 * or data-port link comes up, so that an idle peer has none.
 */
public final class Transfers implements LinkAcceptor, Inbound.Router {

  private static final int MAX_UNIDENTIFIED = 64;
  private static final int MAX_UNIDENTIFIED_PER_ADDRESS = 8;

  /** Who has not said what it wants by then had a fair chance. */
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  private final TransferContext context;
  private final DownloadRequests requests = new DownloadRequests();
  private final Downloads downloads;
  private final Uploads uploads;
  private final DirectBrowsing browsing;
  private final Set<Inbound> unidentified = new LinkedHashSet<>();

  /** Of the links that have not said what they want; the others are what we agreed to. */
  private final ConnectionLimits places =
      new ConnectionLimits(MAX_UNIDENTIFIED, MAX_UNIDENTIFIED_PER_ADDRESS, PATIENCE_NANOS);

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

  @Override
  public @Nullable LinkHandler onAccept(Link link) {
    ConnectionLimits.Place place = places.admit(link, context.host().loop().nanoTime());
    if (place == null) {
      return null;
    }
    Inbound inbound = new Inbound(context, this, link, place);
    unidentified.add(inbound);
    return inbound;
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

  @Override
  public void onIdentified(Inbound inbound) {
    unidentified.remove(inbound);
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
    new ArrayList<>(unidentified).forEach(Inbound::abort);
    uploads.close();
    downloads.close(done);
  }
}
