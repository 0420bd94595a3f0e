package io.peerwright.overlay.hybrid.transfer;

import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkHandler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The link that a download comes in by.
 *
 * <p>The uploader answers a GET with the size in digits that nothing ends, right before the data
 * (napster.txt, section 4.1). As the size is known from the search, just its digits are taken off
 * the stream; a file whose data start with a digit is read right, and another size is noticed
 * unless the known one is the start of it, which the checks of the content then find.
 */
final class DownloadLink implements LinkHandler, TimerTarget {

  private static final int DEADLINE = 1;
  private static final int MAX_TEXT = 64;

  private enum Phase {
    GREETING,
    SIZE,
    REFUSAL,
    DATA
  }

  /** For whom the link is. */
  interface Listener {

    /** Bytes of the file follow, from the offset on. */
    void onTransferring(Link link);

    /** Some of them. The buffer is borrowed. */
    void onBytes(ByteBuffer bytes);

    /** It is over, whatever had been reached. */
    void onLinkClosed(DownloadLink closed, Reason reason);
  }

  private final Listener listener;
  private final TransferContext context;
  private final Loop loop;
  private final TransferKey key;
  private final long offset;
  private final byte[] size;
  private final StringBuilder answer = new StringBuilder();
  private @Nullable Link link;
  private Phase phase = Phase.GREETING;
  private int matched;
  private long deadline;
  private boolean opened;

  DownloadLink(Listener listener, TransferContext context, Uploader uploader, long offset) {
    this.listener = listener;
    this.context = context;
    this.loop = context.host().loop();
    this.key = uploader.key();
    this.offset = offset;
    this.size = Long.toString(uploader.size()).getBytes(StandardCharsets.US_ASCII);
  }

  /** Takes over a link that an uploader behind a firewall has opened. */
  void startPushed(Link pushed) {
    link = pushed;
    opened = true;
    pushed.write(ascii(Long.toString(offset)));
    phase = Phase.DATA;
    listener.onTransferring(pushed);
  }

  boolean wasOpened() {
    return opened;
  }

  /** The link has been made and is not open yet. */
  void connecting(Link made) {
    link = made;
  }

  Link link() {
    Link made = link;
    if (made == null) {
      throw new IllegalStateException("no link yet");
    }
    return made;
  }

  @Override
  public void onOpen(Link open) {
    link = open;
    opened = true;
    deadline = loop.schedule(context.config().requestTimeout().toNanos(), this, DEADLINE, 0);
    open.request(1);
  }

  @Override
  public void onTimer(int code, long argument) {
    link().abort(Reason.TIMEOUT);
  }

  @Override
  public void onData(Link from, ByteBuffer data) {
    switch (phase) {
      case GREETING -> greet(from, data);
      case SIZE -> readSize(from, data);
      case REFUSAL -> readRefusal(data);
      case DATA -> listener.onBytes(data);
    }
  }

  private void greet(Link from, ByteBuffer data) {
    if (data.get() != '1') {
      from.abort(Reason.PROTOCOL);
      return;
    }
    phase = Phase.SIZE;
    // As the protocol has it in two packets: some clients take the word from a read of its own.
    from.write(ascii("GET"));
    String request = context.nick() + " \"" + key.file() + "\" " + offset;
    from.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
    from.request(size.length);
  }

  private void readSize(Link from, ByteBuffer data) {
    while (data.hasRemaining() && matched < size.length) {
      byte digit = data.get();
      answer.append((char) (digit & 0xff));
      if (digit != size[matched]) {
        phase = Phase.REFUSAL;
        from.request(MAX_TEXT);
        readRefusal(data);
        return;
      }
      matched++;
    }
    if (matched == size.length) {
      loop.cancel(deadline);
      phase = Phase.DATA;
      listener.onTransferring(from);
    }
  }

  private void readRefusal(ByteBuffer data) {
    while (data.hasRemaining() && answer.length() < MAX_TEXT) {
      answer.append((char) (data.get() & 0xff));
    }
    if (answer.length() >= TransferRequest.FILE_NOT_SHARED.length()) {
      link().close();
    }
  }

  /** The uploader's answer if it was no size that we could use; empty if it was. */
  String refusal() {
    if (phase != Phase.REFUSAL) {
      return "";
    }
    String text = answer.toString();
    int digits = 0;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    if (digits > 0) {
      return "has another file of " + text.substring(0, digits) + " bytes under this name";
    }
    if (text.startsWith(TransferRequest.FILE_NOT_SHARED)) {
      return "does not share the file any more";
    }
    return "answered \"" + text.replaceAll("[^ -~]", "?") + "\"";
  }

  @Override
  public void onInputClosed(Link ended) {
    ended.closeOutput();
    if (phase != Phase.DATA) {
      ended.close();
    }
  }

  @Override
  public void onClosed(Link closed, Reason reason) {
    loop.cancel(deadline);
    listener.onLinkClosed(this, reason);
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
