package io.peerwright.kit.http;

import io.peerwright.api.net.Endpoint;
import java.nio.ByteBuffer;

/** One request that waits for its answer. Used on the loop only. */
public interface HttpExchange {

  /** Who asks. */
  Endpoint remote();

  /** Where it was asked, with the real address if the server listens at several. */
  Endpoint local();

  /**
   * Answers, at once or later. Only the first answer counts; one to a connection that is gone is
   * dropped.
   *
   * @param status such as 200
   * @param fields besides the length of the body and what concerns the connection
   * @param body read during the call
   */
  void reply(int status, HttpFields fields, ByteBuffer body);
}
