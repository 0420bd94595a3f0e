package io.peerwright.overlay.gnutella.handshake;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.HttpException;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpHead;
import io.peerwright.kit.http.HttpHeadReader;
import io.peerwright.overlay.gnutella.config.TlsUse;
import io.peerwright.overlay.gnutella.message.Guid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of version 0.6, either side of it, as states over bytes: the caller says what it
 * is, the callee answers with a code and what it is, the caller confirms with a code. Each block is
 * a line and header fields, ended by an empty line; what follows the last one are messages, or a
 * compressed stream of them. A callee also takes the greeting of version 0.4, which has no fields.
 *
 * <p>Lives only until there is an outcome. Whoever owns it sends {@link #takeOutput} after each
 * call, also after a refusal, and sets a deadline for the whole.
 */
public final class Handshake {

  /** The servent that shakes hands; asked when it comes to it, for places are taken meanwhile. */
  public interface Servent {

    /** Which places are free for one at this address. */
    Admission admission(Endpoint remote);

    /** Whether it may become a leaf: it has no leaves, and no ultrapeer counts on it. */
    boolean canBeLeaf();

    /** What it says of itself. */
    Offer offer();

    /**
     * Why it does not need a link to whom it is linked already, or will be; null if it may.
     *
     * @param theirs by which GUID the other side is known; null if it has not said
     * @param dialled whether it is us who call
     */
    @Nullable String obstacle(@Nullable Guid theirs, boolean dialled, PeerTraits traits);

    /**
     * Ultrapeers for somebody to try, too or instead.
     *
     * @param leaf whether it would be a leaf of theirs
     */
    List<Endpoint> ultrapeers(Endpoint forWhom, boolean leaf);
  }

  /** A block of headers of the longest-winded servents has a thousand bytes. */
  private static final int MAX_BYTES = 8_192;

  private static final String UPGRADE = "TLS/1.0";
  private static final String VERSION = "GNUTELLA/0.6 ";
  private static final String CALL = "GNUTELLA CONNECT/0.6";
  private static final String OLD_CALL = "GNUTELLA CONNECT/0.4";
  private static final Pattern NEW_CALL = Pattern.compile("GNUTELLA CONNECT/0\\.[6-9]");
  private static final Pattern ANSWER = Pattern.compile("GNUTELLA/0\\.[6-9] (\\d{3})(?: (.*))?");
  private static final int MAX_REASON = 80;
  private static final int CONFLICT = 409;

  private enum State {
    AWAITS_CALL,
    AWAITS_ANSWER,
    AWAITS_CONFIRMATION,
    OVER
  }

  private final Servent servent;
  private final Endpoint remote;
  private final HttpHeadReader reader = HttpHeadReader.ofResponses(MAX_BYTES);
  private final boolean deflate;
  private final TlsUse tls;
  private State state;
  private PeerTraits theirs = PeerTraits.NONE;
  private @Nullable Guid guid;
  private List<Endpoint> tryInstead = List.of();
  private boolean deflates;

  /** We have offered TLS, or agreed to it. */
  private boolean upgrades;

  private byte @Nullable [] output;

  private Handshake(Servent servent, Endpoint remote, boolean tls, State state) {
    this.servent = servent;
    this.remote = remote;
    this.state = state;
    deflate = servent.offer().deflate();
    this.tls = tls ? TlsUse.OFF : servent.offer().tls();
  }

  /**
   * We have dialled; the first block is in the output.
   *
   * @param tls whether the link is TLS already
   */
  public static Handshake calling(Servent servent, Endpoint remote, boolean tls) {
    Handshake handshake = new Handshake(servent, remote, tls, State.AWAITS_ANSWER);
    HttpFields fields = servent.offer().fields(servent.admission(remote).role(), remote);
    handshake.upgrades = handshake.tls == TlsUse.OFFER;
    handshake.say(CALL, handshake.upgrades ? fields.with("Upgrade", UPGRADE) : fields);
    return handshake;
  }

  /**
   * Somebody has dialled us.
   *
   * @param tls whether the link is TLS already
   */
  public static Handshake answering(Servent servent, Endpoint remote, boolean tls) {
    return new Handshake(servent, remote, tls, State.AWAITS_CALL);
  }

  /** What is to be sent now; null for nothing. */
  public byte @Nullable [] takeOutput() {
    byte[] taken = output;
    output = null;
    return taken;
  }

  /**
   * Takes bytes of the other side, up to the end of the last block.
   *
   * @return how it ended; null if more bytes are needed
   */
  public @Nullable Outcome receive(ByteBuffer data) {
    try {
      HttpHead head = state == State.OVER ? null : reader.next(data);
      Outcome outcome = head == null ? null : take(head);
      if (outcome == null && head != null && data.hasRemaining() && reader.isEmpty()) {
        // The other side waits for us now; who talks on does not know the protocol.
        return refuse(400, "Not your turn");
      }
      return outcome;
    } catch (HttpException malformed) {
      return refuse(400, "Malformed handshake");
    }
  }

  private @Nullable Outcome take(HttpHead head) {
    return switch (state) {
      case AWAITS_CALL -> onCall(head);
      case AWAITS_ANSWER -> onAnswer(head);
      case AWAITS_CONFIRMATION -> onConfirmation(head);
      case OVER -> null;
    };
  }

  private @Nullable Outcome onCall(HttpHead head) {
    if (head.startLine().equals(OLD_CALL)) {
      return onOldCall();
    }
    if (!NEW_CALL.matcher(head.startLine()).matches()) {
      return refuse(400, "Malformed handshake");
    }
    theirs = PeerTraits.of(head.fields());
    tryInstead = PeerTraits.tryInstead(head.fields());
    String obstacle = obstacle(head, false);
    if (obstacle != null) {
      return refuse(CONFLICT, obstacle);
    }
    Admission admission = servent.admission(remote);
    Admission.Verdict verdict = admission.answer(theirs);
    if (!verdict.isAccepted()) {
      return refuse(verdict.code(), verdict.reason());
    }
    HttpFields fields = servent.offer().fields(admission.role(), remote);
    if (admission.role() == Role.ULTRAPEER) {
      boolean needed = !admission.guidesToLeaf(theirs);
      fields = fields.with("X-Ultrapeer-Needed", needed ? "True" : "False");
    }
    upgrades = tls.isTaken() && theirs.has(PeerTraits.UPGRADES);
    fields = upgrades ? agreed(fields.with("Upgrade", UPGRADE)) : fields;
    state = State.AWAITS_CONFIRMATION;
    say(VERSION + "200 OK", compressed(withHosts(fields)));
    return null;
  }

  /** Nothing but a greeting: the caller has no tiers, and reads no headers. */
  private Outcome onOldCall() {
    Admission.Verdict verdict = servent.admission(remote).answer(PeerTraits.NONE);
    state = State.OVER;
    if (!verdict.isAccepted()) {
      return new Outcome.Refused(true, verdict.code(), verdict.reason(), List.of());
    }
    output = "GNUTELLA OK\n\n".getBytes(StandardCharsets.ISO_8859_1);
    return new Outcome.Linked(
        verdict.ours(), verdict.theirs(), PeerTraits.NONE, null, false, false, false, List.of());
  }

  private @Nullable String obstacle(HttpHead head, boolean dialled) {
    String told = head.fields().first(Offer.GUID);
    guid = told == null ? null : Guid.of(told.strip());
    return servent.obstacle(guid, dialled, theirs);
  }

  private Outcome onAnswer(HttpHead head) {
    theirs = PeerTraits.of(head.fields());
    tryInstead = PeerTraits.tryInstead(head.fields());
    Outcome refused = notAccepted(head);
    if (refused != null) {
      return refused;
    }
    String obstacle = obstacle(head, true);
    if (obstacle != null) {
      return refuse(CONFLICT, obstacle);
    }
    Admission.Verdict verdict = servent.admission(remote).confirm(theirs, servent.canBeLeaf());
    if (!verdict.isAccepted()) {
      return refuse(verdict.code(), verdict.reason());
    }
    HttpFields fields = HttpFields.NONE;
    if (verdict.ours() != servent.admission(remote).role()) {
      fields = fields.with("X-Ultrapeer", "False");
    }
    upgrades &= theirs.has(PeerTraits.UPGRADES) && theirs.has(PeerTraits.HAS_AGREED);
    say(VERSION + "200 OK", compressed(upgrades ? agreed(fields) : fields));
    return linked(verdict);
  }

  private Outcome onConfirmation(HttpHead head) {
    Outcome refused = notAccepted(head);
    if (refused != null) {
      return refused;
    }
    theirs = theirs.and(head.fields());
    upgrades &= head.fields().hasToken("Connection", "Upgrade");
    Admission.Verdict verdict = servent.admission(remote).conclude(theirs);
    if (!verdict.isAccepted()) {
      state = State.OVER;
      return new Outcome.Refused(true, verdict.code(), verdict.reason(), tryInstead);
    }
    return linked(verdict);
  }

  private @Nullable Outcome notAccepted(HttpHead head) {
    Matcher answer = ANSWER.matcher(head.startLine());
    if (!answer.matches()) {
      return refuse(400, "Malformed handshake");
    }
    int code = Integer.parseInt(answer.group(1));
    if (code == 200) {
      return null;
    }
    state = State.OVER;
    String told = answer.group(2) == null ? "" : answer.group(2);
    String reason = told.substring(0, Math.min(MAX_REASON, told.length()));
    return new Outcome.Refused(false, code, reason, tryInstead);
  }

  private Outcome linked(Admission.Verdict verdict) {
    boolean inflates = theirs.has(PeerTraits.DEFLATES);
    if (inflates && !deflate) {
      return refuse(400, "Compressed without being asked");
    }
    state = State.OVER;
    return new Outcome.Linked(
        verdict.ours(), verdict.theirs(), theirs, guid, inflates, deflates, upgrades, tryInstead);
  }

  private static HttpFields agreed(HttpFields fields) {
    return fields.with("Connection", "Upgrade");
  }

  /** Says no, with a reason, and names others. */
  private Outcome refuse(int code, String reason) {
    boolean mute = state == State.OVER;
    state = State.OVER;
    if (!mute) {
      HttpFields fields = HttpFields.NONE.with("User-Agent", servent.offer().agent());
      say(VERSION + code + " " + reason, withHosts(fields));
    }
    return new Outcome.Refused(true, code, reason, tryInstead);
  }

  private HttpFields withHosts(HttpFields fields) {
    StringBuilder list = new StringBuilder();
    for (Endpoint each : servent.ultrapeers(remote, theirs.role() == Role.LEAF)) {
      if (theirs.takes(each, remote)) {
        list.append(list.isEmpty() ? "" : ",").append(each);
      }
    }
    return list.isEmpty() ? fields : fields.with("X-Try-Ultrapeers", list.toString());
  }

  private HttpFields compressed(HttpFields fields) {
    deflates = deflate && theirs.has(PeerTraits.INFLATES);
    return deflates ? fields.with("Content-Encoding", "deflate") : fields;
  }

  private void say(String line, HttpFields fields) {
    output = (line + "\r\n" + fields + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }
}
