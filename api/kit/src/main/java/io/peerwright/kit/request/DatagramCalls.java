package io.peerwright.kit.request;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import io.peerwright.api.Reason;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SendResult;
import io.peerwright.api.net.SocketOptions;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Questions and answers of a few bytes over one datagram socket, and messages that nobody answers,
 * for overlays without a wire protocol of their own. Each is 4 bytes that name the protocol, 1 byte
 * (0 for a question, 1 for an answer, 2 for a message without one), 8 bytes id (0 without an
 * answer), and a body.
 *
 * <p>An answer longer than its question is not sent: whoever forges the sender of a question can
 * have no more sent to a third party than it sends itself. So make a question as long as the
 * longest answer to it, with zeros behind what it says. What cannot be read costs nobody anything:
 * where the reader of a body throws {@link BufferUnderflowException} or {@link
 * IllegalArgumentException}, a question goes unanswered, and an answer or a message counts for
 * nothing. So read all of a body before acting on it.
 *
 * <p>Used on its loop; can be opened again once it is closed.
 */
public final class DatagramCalls implements Handle {

  /** Of each message, in bytes. */
  public static final int HEADER_BYTES = 13;

  private static final byte QUESTION = 0;
  private static final byte ANSWER = 1;
  private static final byte MESSAGE = 2;

  /** The other half: what a peer answers, and how its socket does. */
  public interface Service {

    /**
     * Answers a question. One whose answer was lost comes again: what must not happen twice, such
     * as a message that is shown, carries a number by which it is known.
     *
     * @param from who asks, as far as one can tell; its address may be forged
     * @param question borrowed: read-only, valid during the call only
     * @return the answer's body, not longer than the question was; null for none
     */
    @Nullable ByteBuffer onQuestion(Endpoint from, ByteBuffer question);

    /**
     * Hears a message that wants no answer, such as a farewell; drops it unless overridden. It may
     * be lost or come twice, and nothing proves who sent it: ask back before acting against the
     * sender.
     *
     * @param from who sent it, as far as one can tell; its address may be forged
     * @param message borrowed: read-only, valid during the call only
     */
    default void onMessage(Endpoint from, ByteBuffer message) {}

    /** The socket is bound. */
    void onOpen();

    /** The socket could not be bound, or broke. Not called for {@link DatagramCalls#close}. */
    void onClosed(Reason reason);
  }

  private final Host host;
  private final int protocol;
  private final Service service;
  private final Transactions<Endpoint, ByteBuffer> transactions;
  private @Nullable Datagrams socket;
  private boolean bound;
  private long malformed;
  private long tooLong;

  /**
   * Without a socket.
   *
   * @param protocol tells messages of one kind of overlay from those of others
   */
  public DatagramCalls(Host host, int protocol, Service service) {
    this.host = host;
    this.protocol = protocol;
    this.service = service;
    transactions = Transactions.withSecureIds(host.loop(), 64);
  }

  /** Binds the socket; {@link Service#onOpen} or {@link Service#onClosed} follows. */
  public void open(Endpoint local) {
    close();
    socket = host.transport().bind(local, SocketOptions.DEFAULT, new Handler());
  }

  /** Where others reach this; nowhere while it is not bound. */
  public List<Endpoint> endpoints() {
    return socket != null && bound ? List.of(socket.local()) : List.of();
  }

  /** How many questions wait for their answers. */
  public int waiting() {
    return transactions.waiting();
  }

  /** How many messages could not be read. */
  public long malformed() {
    return malformed;
  }

  /** How many answers were not sent because they were longer than their questions. */
  public long tooLong() {
    return tooLong;
  }

  /**
   * Asks.
   *
   * @param question the body, read during the call; fails with {@link Reason#SHUTDOWN} while closed
   * @param onAnswer hears the body of the answer, borrowed: read-only, valid during the call only
   * @param onFailure hears why there is none: exactly one of the two is called
   * @return gives it up
   */
  public Handle ask(
      Endpoint to,
      ByteBuffer question,
      Retry retry,
      Consumer<? super ByteBuffer> onAnswer,
      Consumer<? super Reason> onFailure) {
    if (socket == null) {
      host.loop().execute(() -> onFailure.accept(Reason.SHUTDOWN));
      return () -> {};
    }
    ByteBuffer message = message(QUESTION, 0, question.duplicate());
    return transactions.ask(to, retry, new Call(to, message, onAnswer, onFailure));
  }

  /**
   * Sends a message that nobody answers, once; {@link Service#onMessage} hears it there. What is
   * sent just before {@link #close} still leaves.
   *
   * @param message the body, read during the call
   * @return what became of it here; {@link SendResult#CLOSED} while there is no socket
   */
  public SendResult tell(Endpoint to, ByteBuffer message) {
    return send(to, message(MESSAGE, 0, message.duplicate()));
  }

  private ByteBuffer message(byte kind, long id, ByteBuffer body) {
    ByteBuffer message = ByteBuffer.allocate(HEADER_BYTES + body.remaining());
    return message.putInt(protocol).put(kind).putLong(id).put(body).flip();
  }

  /** Closes the socket; what is asked fails with {@link Reason#SHUTDOWN}. */
  @Override
  public void close() {
    Datagrams open = socket;
    socket = null;
    bound = false;
    if (open != null) {
      open.close();
    }
    transactions.end(Reason.SHUTDOWN);
  }

  private SendResult send(Endpoint to, ByteBuffer message) {
    return socket == null ? SendResult.CLOSED : socket.send(to, message);
  }

  private final class Call implements Request<ByteBuffer> {
    private final Endpoint to;
    private final ByteBuffer message;
    private final Consumer<? super ByteBuffer> onAnswer;
    private final Consumer<? super Reason> onFailure;

    Call(
        Endpoint to,
        ByteBuffer message,
        Consumer<? super ByteBuffer> onAnswer,
        Consumer<? super Reason> onFailure) {
      this.to = to;
      this.message = message;
      this.onAnswer = onAnswer;
      this.onFailure = onFailure;
    }

    @Override
    public void send(long id, int attempt) {
      DatagramCalls.this.send(to, message.clear().putLong(HEADER_BYTES - 8, id));
    }

    @Override
    public boolean onAnswer(ByteBuffer body) {
      try {
        onAnswer.accept(body);
        return true;
      } catch (BufferUnderflowException | IllegalArgumentException e) {
        malformed++;
        return false;
      }
    }

    @Override
    public void onFailure(Reason reason) {
      onFailure.accept(reason);
    }
  }

  private final class Handler implements DatagramHandler {

    @Override
    public void onBound(Datagrams opened) {
      if (opened == socket) {
        bound = true;
        service.onOpen();
      }
    }

    @Override
    public void onDatagram(Datagrams from, Endpoint sender, ByteBuffer data) {
      if (from != socket || data.remaining() < HEADER_BYTES || data.getInt() != protocol) {
        return;
      }
      byte kind = data.get();
      long id = data.getLong();
      if (kind == ANSWER) {
        transactions.answer(sender, id, data);
      } else if (kind == QUESTION) {
        answer(sender, id, data);
      } else if (kind == MESSAGE) {
        hear(sender, data);
      }
    }

    private void answer(Endpoint to, long id, ByteBuffer question) {
      int room = question.remaining();
      ByteBuffer answer = null;
      try {
        answer = service.onQuestion(to, question);
      } catch (BufferUnderflowException | IllegalArgumentException e) {
        malformed++;
      }
      if (answer != null && answer.remaining() > room) {
        tooLong++;
      } else if (answer != null) {
        DatagramCalls.this.send(to, message(ANSWER, id, answer));
      }
    }

    private void hear(Endpoint from, ByteBuffer message) {
      try {
        service.onMessage(from, message);
      } catch (BufferUnderflowException | IllegalArgumentException e) {
        malformed++;
      }
    }

    @Override
    public void onClosed(Datagrams closed, Reason reason) {
      if (closed == socket) {
        socket = null;
        bound = false;
        transactions.end(reason);
        service.onClosed(reason);
      }
    }
  }
}
