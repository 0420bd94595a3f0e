package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in connections that are used again, and the tests that catch them. */
final class HttpPoolFaults {

  private HttpPoolFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "takes what stands behind an answer for the next",
            "http/HttpConnection.java",
            "    } else if (data.hasRemaining()) {\n      unexpected();\n    }",
            "    }",
            "http.ConnectionPoolTest#whatNobodyHasAskedForIsNeverTheNextAnswer"),
        new PlantedFault(
            "asks again without listening first",
            "http/HttpConnection.java",
            "SETTLE_NANOS = 1_000_000;",
            "SETTLE_NANOS = 1;",
            "http.ConnectionPoolTest#whatNobodyHasAskedForIsNeverTheNextAnswer"),
        new PlantedFault(
            "takes for an answer what comes before it has asked",
            "http/HttpConnection.java",
            "    if (current == null || !asked) {\n      unexpected();",
            "    if (current == null) {\n      unexpected();",
            "http.ConnectionPoolTest#whatNobodyHasAskedForIsNeverTheNextAnswer"),
        new PlantedFault(
            "does not look at idle connections",
            "http/HttpConnection.java",
            "    if (current == null || !asked) {\n      unexpected();",
            "    if (current == null) {\n      held = joined(ByteBuffer.allocate(0), data);",
            "http.ConnectionPoolTest#whatNobodyHasAskedForIsNeverTheNextAnswer"),
        new PlantedFault(
            "asks for ever who hangs up",
            "http/HttpCall.java",
            "    public void onLost(Reason reason) {\n      stale = connection.isReused() && !heard;",
            "    public void onLost(Reason reason) {\n      stale = !heard;",
            "http.ConnectionPoolTest#aServerThatHangsUpIsAskedOnceMoreOnly"),
        new PlantedFault(
            "gives up where an idle connection has died",
            "http/HttpCall.java",
            "    public void onLost(Reason reason) {\n      stale = connection.isReused() && !heard;",
            "    public void onLost(Reason reason) {\n      stale = false;",
            "http.ConnectionPoolTest#aConnectionThatDiedWhileIdleIsReplaced"),
        new PlantedFault(
            "asks again for an answer that has begun",
            "http/HttpCall.java",
            "    public void onInputClosed() {\n      HttpBody current = body;",
            "    public void onInputClosed() {\n      heard = false;\n      HttpBody current = body;",
            "http.ConnectionPoolTest#anAnswerThatBreaksOffIsNotAskedForAgain"),
        new PlantedFault(
            "takes the end of the stream for that of an answer that waits",
            "http/HttpConnection.java",
            "    } else if (held == null) {\n      current.onInputClosed();",
            "    } else {\n      current.onInputClosed();",
            "http.ConnectionPoolTest#aBodyThatEndsWithTheStreamIsWholeOnceItIsTaken"),
        new PlantedFault(
            "does not see the end of a stream behind what waits",
            "http/HttpConnection.java",
            "if (call == current && held == null && inputOver) {",
            "if (call == current && held != null && inputOver) {",
            "http.ConnectionPoolTest#aBodyThatEndsWithTheStreamIsWholeOnceItIsTaken"),
        new PlantedFault(
            "keeps a connection in the middle of an answer",
            "http/HttpConnection.java",
            "    if (whole && kept && !inputOver && owner != null) {",
            "    if ((whole ? kept : calls > 0) && !inputOver && owner != null) {",
            "http.ConnectionPoolTest#anAnswerThatIsGivenUpTakesItsConnectionAlong"),
        new PlantedFault(
            "cuts who closes at the last byte",
            "http/HttpCall.java",
            "stop(current != null && current.isOver());",
            "stop(false);",
            "http.ConnectionPoolTest#whoeverClosesAtTheLastByteKeepsTheConnection"),
        new PlantedFault(
            "sends more than there is credit for",
            "http/HttpCall.java",
            "current.next(data, credit)",
            "current.next(data)",
            "http.ConnectionPoolTest#creditThatACallLeavesIsNotThatOfTheNext"),
        new PlantedFault(
            "forgets what has come before its credit",
            "http/HttpConnection.java",
            "held = data.hasRemaining() ? joined(ByteBuffer.allocate(0), data) : null;",
            "held = null;",
            "http.ConnectionPoolTest#creditThatACallLeavesIsNotThatOfTheNext"),
        new PlantedFault(
            "gives a call the credit of another",
            "http/HttpConnection.java",
            "return linkCredit <= (long) credit + AROUND_BYTES || credit == Link.UNLIMITED;",
            "return true;",
            "http.ConnectionPoolTest#creditThatACallLeavesIsNotThatOfTheNext"),
        new PlantedFault(
            "keeps idle connections for ever",
            "http/HttpConnection.java",
            "      timer = loop.schedule(owner.idleNanos(), this, IDLE, 0);\n",
            "",
            "http.ConnectionPoolTest#whatIsAskedInARowComesOverOneConnection"),
        new PlantedFault(
            "keeps any number of connections to a server",
            "http/ConnectionPool.java",
            "same.size() > MOST_IDLE_OF_ORIGIN",
            "same.size() > MOST_IDLE",
            "http.ConnectionPoolTest#whatIsAskedAtOnceComesOverAsManyAndFewAreKept"),
        new PlantedFault(
            "keeps any number of connections",
            "http/ConnectionPool.java",
            "idle.size() > MOST_IDLE ?",
            "idle.size() > 2 * MOST_IDLE ?",
            "http.ConnectionPoolTest#thereIsABoundForAllOriginsTogether"),
        new PlantedFault(
            "asks one server on the connection of another",
            "http/ConnectionPool.java",
            "each.getValue().equals(origin) && remote",
            "remote",
            "http.ConnectionPoolTest#thereIsABoundForAllOriginsTogether"),
        new PlantedFault(
            "keeps connections of a client that is closed",
            "http/ConnectionPool.java",
            "    closed = true;\n",
            "",
            "http.ConnectionPoolTest#nothingIsKeptOfAClientThatIsClosed"),
        new PlantedFault(
            "leaves the connections of a client open",
            "http/ConnectionPool.java",
            "    all.forEach(HttpConnection::close);\n",
            "",
            "http.ConnectionPoolTest#nothingIsKeptOfAClientThatIsClosed"),
        new PlantedFault(
            "keeps a connection that is over",
            "http/ConnectionPool.java",
            "      idle.remove(connection);\n    }\n  }",
            "    }\n  }",
            "http.ConnectionPoolTest#aServerThatClosesInOrderIsAskedAnew"),
        new PlantedFault(
            "does not hear that a server keeps nothing",
            "http/HttpResponse.java",
            "        && !fields.hasToken(\"Connection\", \"close\");",
            ";",
            "http.ConnectionPoolTest#aConnectionThatTheServerDoesNotKeepIsNotUsedAgain"),
        new PlantedFault(
            "keeps connections of old servers",
            "http/HttpResponse.java",
            "    return minorVersion == 1\n        && status",
            "    return status",
            "http.ConnectionPoolTest#aConnectionThatTheServerDoesNotKeepIsNotUsedAgain"),
        new PlantedFault(
            "goes on behind an answer with two lengths",
            "http/HttpResponse.java",
            "        && !twoLengths\n",
            "",
            "http.ConnectionPoolTest#anAnswerWithTwoLengthsIsTheLast"),
        new PlantedFault(
            "never uses a connection again",
            "http/HttpGet.java",
            "    if (!manner.keepAlive()) {\n      return false;",
            "    if (manner.keepAlive()) {\n      return false;",
            "http.ConnectionPoolTest#whatIsAskedInARowComesOverOneConnection"));
  }
}
