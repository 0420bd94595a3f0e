package io.peerwright.kit.http;

import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** One request that waits for its answer. Used on the loop only. */
public interface HttpExchange {

  /** Who asks. */
  Endpoint remote();

  /** Where it was asked, with the real address if the server listens at several. */
  Endpoint local();

  /**
   * Whether an answer would be sent: none was given, and the connection is there, as far as is
   * known. What takes long to make is not made for nobody.
   */
  default boolean isWanted() {
    return true;
  }

  /**
   * Answers, at once or later. Only the first answer counts; one to a connection that is gone is
   * dropped.
   *
   * @param status such as 200
   * @param fields besides the length of the body and what concerns the connection
   * @param body read during the call
   */
  void reply(int status, HttpFields fields, ByteBuffer body);

  /**
   * Answers with a line of plain text, for a person.
   *
   * @param fields besides the type and length of the body and what concerns the connection
   */
  default void reply(int status, HttpFields fields, String words) {
    reply(
        status,
        fields.with("Content-Type", "text/plain; charset=utf-8"),
        ByteBuffer.wrap((words + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Answers with a part of a file, which may be of any length. It is read as the other side takes
   * it; whoever takes too little for too long is cut off. If the file turns out to be shorter, or
   * cannot be read, the connection ends before the announced length.
   *
   * @param status such as 206
   * @param fields besides the length of the body and what concerns the connection
   */
  void reply(int status, HttpFields fields, FilePart part);

  /**
   * Answers with a body of which pieces are made as the other side takes them. Whoever takes too
   * little for too long is cut off.
   *
   * @param status such as 200
   * @param fields besides what concerns the length of the body and the connection
   * @param pieces asked on the loop, until the other side has all of them or is gone; each is short
   */
  void reply(int status, HttpFields fields, Iterator<ByteBuffer> pieces);
}
