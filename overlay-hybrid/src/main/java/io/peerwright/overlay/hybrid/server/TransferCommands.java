package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.index.IndexedFile;
import io.peerwright.kit.index.ShareIndex;
import io.peerwright.overlay.hybrid.events.ServerEvents;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.FileRequest;
import io.peerwright.overlay.hybrid.wire.FrameWriter;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.QueueNotice;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import io.peerwright.overlay.hybrid.wire.TransferReady;
import io.peerwright.overlay.hybrid.wire.WireAddress;
import org.jspecify.annotations.Nullable;

/**
 * Brings those who want a file and those who have it together. Keeps no state of it.
 *
 * <p>Only who is linked to the server by IPv6 is told IPv6 addresses: no client but such can use
 * them. To all others somebody with such an address is behind a firewall, and connects to them.
 */
final class TransferCommands {

  private final UserDirectory directory;
  private final ShareIndex index;
  private final Outbox outbox;
  private final ServerCounters counters;
  private final ServerEvents events;

  TransferCommands(
      UserDirectory directory,
      ShareIndex index,
      Outbox outbox,
      ServerCounters counters,
      ServerEvents events) {
    this.directory = directory;
    this.index = index;
    this.outbox = outbox;
    this.counters = counters;
    this.events = events;
  }

  /** 218. */
  void downloadStarted(ClientSession session) {
    session.downloads++;
    events.transferStarted(session.nick, session.link, false);
  }

  /** 220. */
  void uploadStarted(ClientSession session) {
    session.uploads++;
    events.transferStarted(session.nick, session.link, true);
  }

  /** 219. */
  void downloadEnded(ClientSession session) {
    session.downloads = Math.max(0, session.downloads - 1);
    ended(session, false);
  }

  /** 221. */
  void uploadEnded(ClientSession session) {
    session.uploads = Math.max(0, session.uploads - 1);
    ended(session, true);
  }

  private void ended(ClientSession session, boolean upload) {
    events.transferEnded(session.nick, session.link, upload);
  }

  /** 203. Who cannot be connected to cannot be asked this way: port 0 tells to send 500. */
  void download(ClientSession session, Fields fields) throws MalformedException {
    FileRequest request = FileRequest.parse(fields);
    ClientSession uploader = directory.user(request.nick());
    if (uploader == null) {
      request.write(outbox.to(session), MessageType.DOWNLOAD_ERROR);
    } else if (!reaches(session, uploader)) {
      ready(session, uploader, request.file(), null);
    } else {
      askUploader(session, uploader, request.file());
    }
  }

  /** 500. */
  void push(ClientSession session, Fields fields) throws MalformedException {
    FileRequest request = FileRequest.parse(fields);
    ClientSession uploader = directory.user(request.nick());
    if (uploader == null) {
      request.write(outbox.to(session), MessageType.DOWNLOAD_ERROR);
    } else if (!reaches(session, uploader) && !reaches(uploader, session)) {
      ready(session, uploader, request.file(), TransferReady.FIREWALLED);
    } else {
      askUploader(session, uploader, request.file());
    }
  }

  private void askUploader(ClientSession downloader, ClientSession uploader, String file) {
    new FileRequest(downloader.nick, file).write(outbox.to(uploader), MessageType.UPLOAD_REQUEST);
  }

  /** 608. Who cannot be connected to connects; else the downloader does. */
  void accept(ClientSession session, Fields fields) throws MalformedException {
    FileRequest request = FileRequest.parse(fields);
    ClientSession downloader = directory.online(request.nick());
    counters.transfers++;
    if (!reaches(downloader, session)) {
      new TransferReady(
              downloader.nick,
              downloader.dataAddress(),
              request.file(),
              md5(session, request.file()),
              downloader.linkType)
          .write(outbox.to(session), MessageType.PUSH_ORDER);
    } else {
      ready(downloader, session, request.file(), null);
    }
  }

  /** 609. */
  void refuse(ClientSession session, Fields fields) throws MalformedException {
    FileRequest request = FileRequest.parse(fields);
    new FileRequest(session.nick, request.file())
        .write(outbox.to(directory.online(request.nick())), MessageType.DOWNLOAD_ERROR);
  }

  /** 619. */
  void queue(ClientSession session, Fields fields) throws MalformedException {
    QueueNotice notice = QueueNotice.parse(fields, MessageType.QUEUE_LIMIT);
    ClientSession downloader = directory.online(notice.nick());
    IndexedFile file = index.find(session.owner, notice.file());
    long size = file == null ? 0 : file.sizeBytes();
    new QueueNotice(session.nick, notice.file(), size, notice.limit()).write(outbox.to(downloader));
  }

  /** 626. */
  void dataPortError(ClientSession session, Fields fields) throws MalformedException {
    ClientSession other = directory.online(fields.nextText());
    outbox.to(other).begin(MessageType.DATA_PORT_ERROR).field(session.nick);
  }

  /** 640. Who is behind a firewall is told where to connect to with its list. */
  void directBrowse(ClientSession session, Fields fields) throws MalformedException {
    ClientSession other = directory.online(fields.nextText());
    if (session.dataPort == 0 && other.dataPort == 0) {
      outbox
          .to(session)
          .begin(MessageType.DIRECT_BROWSE_ERROR)
          .field(other.nick)
          .quoted("Both you and " + other.nick + " are behind firewalls.");
      return;
    }
    if (index.files(other.owner) == 0) {
      outbox
          .to(session)
          .begin(MessageType.DIRECT_BROWSE_ERROR)
          .field(other.nick)
          .quoted(other.nick + " is not sharing any files.");
      return;
    }
    FrameWriter request = outbox.to(other);
    request.begin(MessageType.DIRECT_BROWSE).field(session.nick);
    if (other.dataPort == 0) {
      WireAddress.write(request, session.dataAddress());
      WireAddress.writeIpv6(request, session.dataAddress());
    }
  }

  /** 641. */
  void directBrowseAccept(ClientSession session, Fields fields) throws MalformedException {
    FrameWriter answer = outbox.to(directory.online(fields.nextText()));
    answer.begin(MessageType.DIRECT_BROWSE_ACCEPT).field(session.nick);
    WireAddress.write(answer, session.dataAddress());
    WireAddress.writeIpv6(answer, session.dataAddress());
  }

  private void ready(
      ClientSession downloader, ClientSession uploader, String file, @Nullable String word) {
    Endpoint at = uploader.dataAddress();
    new TransferReady(
            uploader.nick,
            reaches(downloader, uploader) ? at : at.withPort(0),
            file,
            word == null ? md5(uploader, file) : word,
            uploader.linkType)
        .write(outbox.to(downloader), MessageType.DOWNLOAD_READY);
  }

  /** Whether one user can be told to connect to another one. */
  private static boolean reaches(ClientSession from, ClientSession to) {
    Endpoint at = to.dataAddress();
    return at.port() > 0 && (at.isIpv4() || !from.dataAddress().isIpv4());
  }

  private String md5(ClientSession uploader, String name) {
    IndexedFile file = index.find(uploader.owner, name);
    return file == null ? SharedFile.NO_MD5 : file.hash();
  }
}
