package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.index.IndexedFile;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.FileRequest;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import io.peerwright.overlay.hybrid.wire.QueueNotice;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import io.peerwright.overlay.hybrid.wire.TransferReady;
import org.jspecify.annotations.Nullable;

/** Brings those who want a file and those who have it together. Keeps no state of it. */
final class TransferCommands {

  private final Hub hub;

  TransferCommands(Hub hub) {
    this.hub = hub;
  }

  /** 203. Somebody behind a firewall cannot be asked this way: port 0 tells to send 500. */
  void download(Session session, Fields fields) throws MalformedException {
    FileRequest request = FileRequest.parse(fields);
    Session uploader = hub.user(request.nick());
    if (uploader == null) {
      request.write(hub.to(session), MessageType.DOWNLOAD_ERROR);
    } else if (uploader.dataPort == 0) {
      ready(session, uploader, request.file(), null);
    } else {
      askUploader(session, uploader, request.file());
    }
  }

  /** 500. */
  void push(Session session, Fields fields) throws MalformedException {
    FileRequest request = FileRequest.parse(fields);
    Session uploader = hub.user(request.nick());
    if (uploader == null) {
      request.write(hub.to(session), MessageType.DOWNLOAD_ERROR);
    } else if (uploader.dataPort == 0 && session.dataPort == 0) {
      ready(session, uploader, request.file(), TransferReady.FIREWALLED);
    } else {
      askUploader(session, uploader, request.file());
    }
  }

  private void askUploader(Session downloader, Session uploader, String file) {
    new FileRequest(downloader.nick, file).write(hub.to(uploader), MessageType.UPLOAD_REQUEST);
  }

  /** 608. Who is behind a firewall connects; else the downloader does. */
  void accept(Session session, Fields fields) throws MalformedException {
    FileRequest request = FileRequest.parse(fields);
    Session downloader = online(request.nick());
    hub.counters.transfers++;
    if (session.dataPort == 0) {
      new TransferReady(
              downloader.nick,
              downloader.address(),
              downloader.dataPort,
              request.file(),
              md5(session, request.file()),
              downloader.linkType)
          .write(hub.to(session), MessageType.PUSH_ORDER);
    } else {
      ready(downloader, session, request.file(), null);
    }
  }

  /** 609. */
  void refuse(Session session, Fields fields) throws MalformedException {
    FileRequest request = FileRequest.parse(fields);
    new FileRequest(session.nick, request.file())
        .write(hub.to(online(request.nick())), MessageType.DOWNLOAD_ERROR);
  }

  /** 619. */
  void queue(Session session, Fields fields) throws MalformedException {
    QueueNotice notice = QueueNotice.parse(fields, MessageType.QUEUE_LIMIT);
    Session downloader = online(notice.nick());
    IndexedFile file = hub.index.find(session.owner, notice.file());
    long size = file == null ? 0 : file.sizeBytes();
    new QueueNotice(session.nick, notice.file(), size, notice.limit()).write(hub.to(downloader));
  }

  /** 626. */
  void dataPortError(Session session, Fields fields) throws MalformedException {
    Session other = online(fields.nextText());
    hub.to(other).begin(MessageType.DATA_PORT_ERROR).field(session.nick);
  }

  /** 640. */
  void directBrowse(Session session, Fields fields) throws MalformedException {
    Session other = online(fields.nextText());
    if (hub.index.files(other.owner) == 0) {
      hub.to(session)
          .begin(MessageType.DIRECT_BROWSE_ERROR)
          .field(other.nick)
          .quoted(other.nick + " is not sharing any files.");
      return;
    }
    hub.to(other).begin(MessageType.DIRECT_BROWSE).field(session.nick);
  }

  /** 641. */
  void directBrowseAccept(Session session, Fields fields) throws MalformedException {
    hub.to(online(fields.nextText()))
        .begin(MessageType.DIRECT_BROWSE_ACCEPT)
        .field(session.nick)
        .field(session.address())
        .field(session.dataPort);
  }

  private void ready(Session downloader, Session uploader, String file, @Nullable String word) {
    new TransferReady(
            uploader.nick,
            uploader.address(),
            uploader.dataPort,
            file,
            word == null ? md5(uploader, file) : word,
            uploader.linkType)
        .write(hub.to(downloader), MessageType.DOWNLOAD_READY);
  }

  private String md5(Session uploader, String name) {
    IndexedFile file = hub.index.find(uploader.owner, name);
    return file == null ? SharedFile.NO_MD5 : file.md5();
  }

  private Session online(String nick) throws MalformedException {
    Session session = hub.user(nick);
    if (session == null) {
      throw new MalformedException(Commands.OFFLINE);
    }
    return session;
  }
}
