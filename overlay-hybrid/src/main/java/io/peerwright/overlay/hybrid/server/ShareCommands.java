package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.index.MediaType;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import org.jspecify.annotations.Nullable;

/** What users share. */
final class ShareCommands {

  private static final int MAX_NAME_BYTES = 1_024;

  private final Hub hub;

  ShareCommands(Hub hub) {
    this.hub = hub;
  }

  /** 100. */
  void share(Session session, Fields fields) throws MalformedException {
    add(session, SharedFile.parse(fields), MediaType.MP3);
  }

  /** 870. Nothing to share is nothing wrong. */
  void shareFolder(Session session, Fields fields) throws MalformedException {
    if (!fields.next()) {
      return;
    }
    String folder = fields.text();
    @Nullable MalformedException first = null;
    for (int before = 0; fields.hasNext(); before++) {
      if (before > 0) {
        session.chargeShares(1);
      }
      SharedFile file = SharedFile.parse(folder, fields);
      try {
        add(session, file, MediaType.MP3);
      } catch (MalformedException refused) {
        first = first == null ? refused : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** 10300. One whose size is no number is passed over, as servers have always done. */
  void shareMedia(Session session, Fields fields) throws MalformedException {
    String name = fields.nextText();
    long size = fields.nextNumber();
    String md5 = fields.nextText();
    MediaType type = MediaType.of(fields.nextText());
    if (size >= 0 && type != null) {
      add(session, new SharedFile(name, md5, size, 0, 0, 0), type);
    }
  }

  /** 102. */
  void unshare(Session session, Fields fields) throws MalformedException {
    if (!hub.index.unshare(session.owner, fields.rest())) {
      throw new MalformedException("Not sharing that file");
    }
  }

  /** 110. */
  void unshareAll(Session session) {
    int count = hub.index.files(session.owner);
    session.chargeShares(count);
    hub.dropOwner(session);
    hub.openOwner(session);
    hub.to(session).begin(MessageType.UNSHARE_ALL).field(count);
  }

  private void add(Session session, SharedFile file, MediaType type) throws MalformedException {
    if (file.name().isEmpty() || file.name().length() > MAX_NAME_BYTES) {
      throw new MalformedException("a file name has 1 to " + MAX_NAME_BYTES + " bytes");
    }
    int limit = hub.config.maxSharesPerUser();
    if (hub.index.files(session.owner) >= limit) {
      throw new MalformedException("You may not share more than " + limit + " files");
    }
    if (!hub.index.share(session.owner, file, type)) {
      throw new MalformedException("duplicate file");
    }
    hub.counters.shares++;
  }
}
