package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Handle;
import io.peerwright.kit.download.ContentSource;
import io.peerwright.kit.download.SourceFinder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the index server who else has a content, by its MD5 and size. */
final class HybridFinder implements SourceFinder {

  private final TransferContext context;
  private final DownloadRequests requests;
  private final @Nullable String md5;
  private final long size;

  HybridFinder(
      TransferContext context, DownloadRequests requests, @Nullable String md5, long size) {
    this.context = context;
    this.requests = requests;
    this.md5 = md5;
    this.size = size;
  }

  @Override
  public boolean isOffered() {
    return md5 != null;
  }

  @Override
  public boolean isReady() {
    return context.isReady();
  }

  @Override
  public String waiting() {
    return Negotiation.WAITING;
  }

  @Override
  public String asking() {
    return "asking the index server for other sources";
  }

  @Override
  public Handle find(Consumer<ContentSource> found, Runnable ended) {
    SourceSearch question =
        new SourceSearch(
            String.valueOf(md5),
            size,
            (nick, file) -> {
              if (!nick.equalsIgnoreCase(context.nick())) {
                found.accept(new NapsterSource(context, requests, new Uploader(nick, file, size)));
              }
            },
            ended);
    if (!context.ask(question)) {
      question.onEnd();
    }
    return question::close;
  }
}
