package io.peerwright.overlay.hybrid.server;

import io.peerwright.kit.index.IndexedFile;
import io.peerwright.kit.index.ShareIndex;
import io.peerwright.overlay.hybrid.events.ServerEvents;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What users share. */
final class ShareCommands {

  private static final int MAX_NAME_BYTES = 1_024;

  private final int maxShares;
  private final ShareIndex index;
  private final UserDirectory directory;
  private final Outbox outbox;
  private final ServerCounters counters;
  private final ServerEvents events;
  private final IndexedFile file = new IndexedFile();
  private byte[] path = new byte[256];

  ShareCommands(
      int maxShares,
      ShareIndex index,
      UserDirectory directory,
      Outbox outbox,
      ServerCounters counters,
      ServerEvents events) {
    this.maxShares = maxShares;
    this.index = index;
    this.directory = directory;
    this.outbox = outbox;
    this.counters = counters;
    this.events = events;
  }

  /** 100. */
  void share(ClientSession session, Fields fields) throws MalformedException {
    fields.require();
    file.name(fields.bytes(), fields.start(), fields.size());
    add(session, describe(fields), MediaType.MP3);
  }

  /** 870. Nothing to share is nothing wrong. */
  void shareFolder(ClientSession session, Fields fields) throws MalformedException {
    if (!fields.next()) {
      return;
    }
    int folder = fields.size();
    path = room(path, folder);
    System.arraycopy(fields.bytes(), fields.start(), path, 0, folder);
    @Nullable MalformedException first = null;
    for (int before = 0; fields.hasNext() && session.isOpen(); before++) {
      if (before > 0) {
        session.rates.chargeShares(1);
      }
      fields.require();
      path = room(path, folder + fields.size());
      System.arraycopy(fields.bytes(), fields.start(), path, folder, fields.size());
      file.name(path, 0, folder + fields.size());
      describe(fields);
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
  void shareMedia(ClientSession session, Fields fields) throws MalformedException {
    fields.require();
    file.name(fields.bytes(), fields.start(), fields.size());
    long size = fields.nextNumber();
    fields.require();
    file.hash(fields.bytes(), fields.start(), fields.size()).numbers(size, 0, 0, 0);
    MediaType type = MediaType.of(fields.nextText());
    if (size >= 0 && type != null) {
      add(session, file, type);
    }
  }

  /** 102. */
  void unshare(ClientSession session, Fields fields) throws MalformedException {
    int before = index.files(session.owner);
    if (!index.unshare(session.owner, fields.rest())) {
      throw new MalformedException("Not sharing that file");
    }
    session.memory.unshare(before);
  }

  /** 110. */
  void unshareAll(ClientSession session) {
    int count = index.files(session.owner);
    session.rates.chargeShares(count);
    directory.dropOwner(session);
    directory.openOwner(session);
    outbox.to(session).begin(MessageType.UNSHARE_ALL).field(count);
  }

  /** Reads what follows the name; numbers that are none count as 0. */
  private IndexedFile describe(Fields fields) throws MalformedException {
    fields.require();
    file.hash(fields.bytes(), fields.start(), fields.size());
    long size = Math.max(0, fields.nextNumber());
    int bitrate = small(fields.nextNumber());
    int frequency = small(fields.nextNumber());
    return file.numbers(size, bitrate, frequency, small(fields.nextNumber()));
  }

  private static int small(long number) {
    return (int) Math.max(0, Math.min(number, Integer.MAX_VALUE));
  }

  private static byte[] room(byte[] bytes, int count) {
    return count <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(count, 2 * bytes.length));
  }

  private void add(ClientSession session, IndexedFile file, MediaType type)
      throws MalformedException {
    if (file.nameLength() == 0 || file.nameLength() > MAX_NAME_BYTES) {
      throw new MalformedException("a file name has 1 to " + MAX_NAME_BYTES + " bytes");
    }
    int limit = maxShares;
    if (index.files(session.owner) >= limit) {
      throw new MalformedException("You may not share more than " + limit + " files");
    }
    if (!index.share(session.owner, file, type.ordinal())) {
      throw new MalformedException("duplicate file");
    }
    counters.shares++;
    events.shared(session.nick, session.link, index.files(session.owner));
    session.memory.share(index.shareCost());
  }
}
