package io.peerwright.overlay.hybrid.server;

import io.peerwright.kit.index.IndexQuery;
import io.peerwright.kit.index.IndexedFile;
import io.peerwright.kit.index.Range;
import io.peerwright.kit.index.ShareIndex;
import io.peerwright.overlay.hybrid.events.ServerEvents;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.ResumeHit;
import io.peerwright.overlay.hybrid.wire.SearchParser;
import io.peerwright.overlay.hybrid.wire.SearchQuery;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/** Finding files. */
final class SearchCommands {

  private static final String NO_WORDS = "search failed: request contained no valid words";
  private static final int BROWSE_PORTION = 256;

  /** A search that looks at so many more files counts as one more. */
  private static final int FILES_PER_SEARCH = 10_000;

  /** To write down so many files of a list takes about as long as a search. */
  private static final int LISTED_PER_SEARCH = 500;

  private final int maxResults;
  private final ShareIndex index;
  private final UserDirectory directory;
  private final Outbox outbox;
  private final ServerCounters counters;
  private final ServerEvents events;

  SearchCommands(
      int maxResults,
      ShareIndex index,
      UserDirectory directory,
      Outbox outbox,
      ServerCounters counters,
      ServerEvents events) {
    this.maxResults = maxResults;
    this.index = index;
    this.directory = directory;
    this.outbox = outbox;
    this.counters = counters;
    this.events = events;
  }

  /** 200. The end is always told, also after an error. */
  void search(ClientSession session, Fields fields) {
    counters.searches++;
    try {
      SearchQuery query = SearchParser.parse(fields);
      int given = find(session, query);
      if (given == ShareIndex.NO_WORDS) {
        throw new MalformedException(NO_WORDS);
      }
      int limit = maxResults;
      if (given == limit && query.maxResults() > limit) {
        outbox.notice(session, SearchQuery.CAPPED + " " + limit);
      }
    } catch (MalformedException malformed) {
      outbox.notice(session, String.valueOf(malformed.getMessage()));
    }
    outbox.to(session).begin(MessageType.SEARCH_END);
  }

  private int find(ClientSession session, SearchQuery query) {
    Range links = query.linkType();
    int limit = maxResults;
    if (query.maxResults() > 0) {
      limit = (int) Math.min(limit, query.maxResults());
    }
    FrameWriter answer = outbox.to(session);
    int own = session.owner;
    IntPredicate wanted =
        links.isAny()
            ? owner -> owner != own
            : owner -> owner != own && links.contains(directory.owner(owner).linkType);
    int given = index.search(indexed(query), wanted, limit, new HitWriter(answer));
    counters.hits += Math.max(0, given);
    events.searched(session.nick, session.link, given);
    session.rates.chargeSearches(index.lookedAt() / FILES_PER_SEARCH);
    return given;
  }

  /** What the index is to look for; the range of link types is up to us. */
  private static IndexQuery indexed(SearchQuery query) {
    return new IndexQuery(
        query.contains(),
        query.excludes(),
        MediaType.indexed(query.type()),
        query.bitrate(),
        query.frequency(),
        query.sizeBytes(),
        query.seconds());
  }

  /** Writes hits; of what several users share, the description is copied. */
  private final class HitWriter implements ShareIndex.Hits {
    private final FrameWriter answer;
    private int from;
    private int to;

    HitWriter(FrameWriter answer) {
      this.answer = answer;
    }

    @Override
    public void hit(int owner, IndexedFile file) {
      answer.begin(MessageType.SEARCH_HIT);
      from = answer.size();
      describe(answer, file);
      to = answer.size();
      answer.fields(directory.owner(owner).hitEnd());
    }

    @Override
    public void again(int owner, IndexedFile file) {
      answer.begin(MessageType.SEARCH_HIT).again(from, to);
      answer.fields(directory.owner(owner).hitEnd());
    }
  }

  /** The six fields that 201 and 212 have of a file. */
  private static void describe(FrameWriter answer, IndexedFile file) {
    answer
        .quoted(file.nameBytes(), file.nameFrom(), file.nameLength())
        .hex(file.hashHigh(), file.hashLow())
        .field(file.sizeBytes())
        .field(file.bitrate())
        .field(file.frequency())
        .field(file.seconds());
  }

  /** 215. */
  void resume(ClientSession session, Fields fields) throws MalformedException {
    String md5 = fields.nextText();
    long size = fields.nextNumber();
    FrameWriter answer = outbox.to(session);
    index.byHash(
        md5,
        size,
        maxResults,
        (owner, file) -> {
          ClientSession sharer = directory.owner(owner);
          new ResumeHit(
                  sharer.nick,
                  sharer.address(),
                  sharer.dataAddress().isIpv4() ? sharer.dataPort : 0,
                  file.name(),
                  file.hash(),
                  file.sizeBytes(),
                  sharer.linkType)
              .write(answer);
        });
    answer.begin(MessageType.RESUME_END);
  }

  /** 211. */
  void browse(ClientSession session, Fields fields) throws MalformedException {
    String nick = fields.nextText();
    ClientSession sharer = directory.user(nick);
    if (sharer == null) {
      outbox.to(session).begin(MessageType.HOTLIST_OFF).field(nick);
      outbox.to(session).begin(MessageType.BROWSE_END).field(nick);
      return;
    }
    long address = index.files(sharer.owner) == 0 ? 0 : sharer.address();
    session.browsing = new Browsing(sharer.owner, sharer.nick, address, 0);
    session.rates.chargeSearches(index.files(sharer.owner) / LISTED_PER_SEARCH);
    browseOn(session);
  }

  /** Sends more of a list, until it ends or the user's link is full. */
  void browseOn(ClientSession session) {
    Browsing browsing = session.browsing;
    while (browsing != null && !session.isFull()) {
      String nick = browsing.nick();
      byte[] sharer = nick.getBytes(StandardCharsets.ISO_8859_1);
      FrameWriter answer = outbox.to(session);
      int cursor =
          index.browse(
              browsing.owner(),
              browsing.cursor(),
              BROWSE_PORTION,
              (owner, file) -> describe(answer.begin(MessageType.BROWSE_HIT).fields(sharer), file));
      if (cursor == 0) {
        outbox.to(session).begin(MessageType.BROWSE_END).field(nick).field(browsing.address());
        browsing = null;
      } else {
        browsing = new Browsing(browsing.owner(), nick, browsing.address(), cursor);
        outbox.relieve(session);
      }
      session.browsing = browsing;
    }
  }
}
