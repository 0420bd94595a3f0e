package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;

/** Messages about files: sharing, searching and bringing people together. */
record FileMessages(ShareCommands share, SearchCommands search, TransferCommands transfer)
    implements Commands.Topic {

  @Override
  public boolean handle(ClientSession session, int type, Fields fields) throws MalformedException {
    switch (type) {
      case MessageType.SHARE -> share.share(session, fields);
      case MessageType.SHARE_FOLDER -> share.shareFolder(session, fields);
      case MessageType.SHARE_MEDIA -> share.shareMedia(session, fields);
      case MessageType.UNSHARE -> share.unshare(session, fields);
      case MessageType.UNSHARE_ALL -> share.unshareAll(session);
      case MessageType.SEARCH -> search.search(session, fields);
      case MessageType.RESUME -> search.resume(session, fields);
      case MessageType.BROWSE -> search.browse(session, fields);
      case MessageType.DOWNLOAD_REQUEST -> transfer.download(session, fields);
      case MessageType.PUSH_REQUEST -> transfer.push(session, fields);
      case MessageType.UPLOAD_ACCEPT -> transfer.accept(session, fields);
      case MessageType.UPLOAD_REFUSE -> transfer.refuse(session, fields);
      case MessageType.QUEUE_LIMIT -> transfer.queue(session, fields);
      case MessageType.DATA_PORT_ERROR -> transfer.dataPortError(session, fields);
      case MessageType.DOWNLOAD_STARTED -> transfer.downloadStarted(session);
      case MessageType.DOWNLOAD_ENDED -> transfer.downloadEnded(session);
      case MessageType.UPLOAD_STARTED -> transfer.uploadStarted(session);
      case MessageType.UPLOAD_ENDED -> transfer.uploadEnded(session);
      case MessageType.DIRECT_BROWSE -> transfer.directBrowse(session, fields);
      case MessageType.DIRECT_BROWSE_ACCEPT -> transfer.directBrowseAccept(session, fields);
      default -> {
        return false;
      }
    }
    return true;
  }
}
