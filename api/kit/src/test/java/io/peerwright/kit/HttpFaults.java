package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in HTTP, and the tests that catch them. */
final class HttpFaults {

  private HttpFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "believes the first of two lengths",
            "http/HttpRequest.java",
            ".allMatch(\"0\"::equals)",
            ".limit(1).allMatch(\"0\"::equals)",
            "http.HttpSmugglingTest#nothingBehindItIsTakenForARequest"),
        new PlantedFault(
            "takes a CR at the end of a value for a space",
            "http/HttpFields.java",
            "lenient ? rest.strip() : trimmed(rest)",
            "rest.strip()",
            "http.HttpSmugglingTest#nothingBehindItIsTakenForARequest"),
        new PlantedFault(
            "waits for ever for a file to be taken",
            "http/FileAnswer.java",
            "      cancel();\n      link.abort(Reason.TIMEOUT);",
            "      loop.cancel(timer);",
            "http.FileAnswerTest#whoNeverReadsIsCutOffAndWhoReadsSlowlyIsNot"),
        new PlantedFault(
            "cuts off who waits for our rates",
            "http/FileAnswer.java",
            "    if (sender.wasHeldBack()) {",
            "    if (sender.wasHeldBack() && over) {",
            "http.FileAnswerTest#whoWaitsForOurRatesIsNotCutOff"),
        new PlantedFault(
            "does not count the blocks of files",
            "http/HttpServerLink.java",
            "start.length + (headOnly ? 0 : answer.heldBytes())",
            "start.length",
            "http.FileAnswerTest#deafReadersTakeNoMoreThanThereIs"),
        new PlantedFault(
            "goes on after a file that was too short",
            "http/FileAnswer.java",
            "      link.abort(Reason.FAILED);",
            "      complete.run();",
            "http.FileAnswerTest#aFileThatShrinksEndsTheConnection"),
        new PlantedFault(
            "reads requests while an answer waits",
            "http/HttpServerLink.java",
            "    } else if (taken) {\n      next();\n    } else {\n      writing = true;\n      await();\n    }",
            "    } else {\n      next();\n    }",
            "http.HttpServerTest#nothingIsReadFromWhoDoesNotRead"),
        new PlantedFault(
            "gives credit while requests wait",
            "http/HttpServerLink.java",
            "    if (!over && hold() && backlog == null) {\n      link.request(before);",
            "    if (!over && hold()) {\n      link.request(before);",
            "http.HttpServerTest#oneConnectionHoldsAWindowOfRequests"),
        new PlantedFault(
            "does not count answers that nobody takes",
            "http/HttpServerLink.java",
            "heads.heldBytes() + kept + answerBytes",
            "heads.heldBytes() + kept",
            "http.HttpServerMemoryTest#whoeverHoldsMostMemoryIsCutOffFirst"),
        new PlantedFault(
            "sends an answer of any length",
            "http/HttpServerLink.java",
            "if (content.remaining() > server.limits.maxAnswerBytes()) {",
            "if (content.remaining() < 0) {",
            "http.HttpServerTest#anAnswerThatIsTooLongIsNotSent"),
        new PlantedFault(
            "charges for what a reader does not leave waiting",
            "http/HttpServerLink.java",
            "      answerBytes = bytes;\n",
            "      answerBytes = bytes + TRANSPORT_BYTES;\n",
            "http.HttpServerMemoryTest#aShortRequestIsAnsweredThoughLongOnesFillTheMemory"),
        new PlantedFault(
            "takes more connections than it has memory for",
            "http/HttpServer.java",
            "Math.max(1, memory.maxBytes() / 2 / CONNECTION_BYTES)",
            "memory.maxBytes()",
            "http.HttpServerMemoryTest#thereAreNoMoreConnectionsThanMemoryForThem"),
        new PlantedFault(
            "waits for ever for an answer to be taken",
            "http/HttpServerLink.java",
            "      writing = true;\n      await();\n",
            "      writing = true;\n",
            "http.HttpServerTest#nothingIsReadFromWhoDoesNotRead"),
        new PlantedFault(
            "lets each byte of a request refresh its time",
            "http/HttpServerLink.java",
            "    int before = data.remaining();\n    if (current == null) {\n      read(data);",
            "    int before = data.remaining();\n    if (current == null) {\n      await();\n      read(data);",
            "http.HttpServerTest#whoSpeaksSlowlyIsCutOff"),
        new PlantedFault(
            "takes a link that keeps us waiting for a useful one",
            "http/HttpServerLink.java",
            "    place.waiting(server.loop.nanoTime());\n",
            "",
            "http.HttpServerTest#whoHasAskedAndFallsSilentMakesRoom"),
        new PlantedFault(
            "gives each head that drips all the time of one that is waited for",
            "http/HttpServerLink.java",
            "      arm(Math.min(HEAD_NANOS, server.limits.withinNanos()));\n",
            "",
            "http.DrippedHeadTest#aDrippedHeadHoldsAConnectionNoLongerThanOneThatIsWaitedFor"),
        new PlantedFault(
            "answers twice",
            "http/HttpServerLink.java",
            "      if (isOver()) {\n        return;\n      }\n      if (content",
            "      if (content",
            "http.HttpServerTest#severalRequestsAreAnsweredInOrder"),
        new PlantedFault(
            "takes the body of a request for the next one",
            "http/HttpServerLink.java",
            "    if (request.hasBody()) {",
            "    if (request.hasBody() && exchange.headOnly) {",
            "http.HttpServerTest#nonsenseIsRefused"),
        new PlantedFault(
            "keeps the place of a connection that is over",
            "http/HttpServerLink.java",
            "    place.release();\n",
            "",
            "http.HttpServerTest#oneAddressGetsOnlySoMany"),
        new PlantedFault(
            "waits for a silent server",
            "http/HttpCall.java",
            "timer = listener == null || credit == 0 ? 0 : loop.schedule(stallNanos, this, 0, 0);",
            "timer = 0;",
            "http.HttpServerTest#silenceIsGivenUp"),
        new PlantedFault(
            "blames a server for what we do not take",
            "http/HttpCall.java",
            "listener == null || credit == 0 ? 0",
            "listener == null ? 0",
            "http.HttpCreditTest#silenceCountsOnlyWhileSomethingMayCome"),
        new PlantedFault(
            "takes the lines between chunks for body",
            "http/HttpConnection.java",
            "long more = (long) credit + AROUND_BYTES - kept - linkCredit;",
            "long more = (long) credit - kept - linkCredit;",
            "http.HttpCreditTest#whatStandsAroundTheBodyCostsNoCredit"),
        new PlantedFault(
            "takes half a body for all of it",
            "http/HttpCall.java",
            "if (current != null && current.mayEndHere()) {",
            "if (current != null) {",
            "http.HttpCallTest#aBodyThatIsCutShortIsNoAnswer"),
        new PlantedFault(
            "listens to interim responses for ever",
            "http/HttpCall.java",
            "if (++interim > MAX_INTERIM) {",
            "if (++interim < 0) {",
            "http.HttpCallTest#interimResponsesAreLeftOutUpToSomeNumber"),
        new PlantedFault(
            "goes where the words of others lead",
            "http/HttpGet.java",
            "policy.permitted(farthest, ofOurKind)",
            "policy.permitted(Reach.HOST, ofOurKind)",
            "http.HttpCallTest#aStrangersNameIsAskedWhereItIsFar"),
        new PlantedFault(
            "forgets from how far it was sent on",
            "http/HttpGet.java",
            "      farthest = reach.compareTo(farthest) > 0 ? reach : farthest;\n",
            "",
            "http.HttpRedirectTest#nobodyIsSentOnToWhereItsOwnServicesAre"),
        new PlantedFault(
            "is sent on for ever",
            "http/HttpGet.java",
            "if (++redirects > MOST_REDIRECTS) {",
            "if (++redirects > 10_000) {",
            "http.HttpRedirectTest#nobodyIsSentOnForEver"),
        new PlantedFault(
            "asks for as long as something comes",
            "http/HttpGet.java",
            "deadline = whole == 0 ? 0 : host.loop().schedule(whole, this, 0, 0);",
            "deadline = 0;",
            "http.HttpCallTest#aServerThatDripsHasATimeForTheWhole"),
        new PlantedFault(
            "asks one address of a name only",
            "http/HttpGet.java",
            "Endpoint next = silent ? others.poll() : null;",
            "Endpoint next = null;",
            "http.HttpCallTest#everyAddressOfANameIsAsked"),
        new PlantedFault(
            "keeps going up in a reference",
            "http/Url.java",
            "if (up && kept.size() > 1) {",
            "if (up && kept.size() > 2) {",
            "http.HttpParsingTest#referencesLeadWhereTheStandardSays"),
        new PlantedFault(
            "keeps spaces in a request line",
            "http/Url.java",
            "if (c > ' ' && c < 0x7f) {",
            "if (c >= ' ' && c < 0x7f) {",
            "http.HttpParsingTest#readsUrls"),
        new PlantedFault(
            "takes port 0",
            "http/Url.java",
            "port > 65_535 || parts.group(3) != null && port == 0",
            "port > 65_535",
            "http.HttpParsingTest#readsUrls"),
        new PlantedFault(
            "keeps a header of any length",
            "http/HttpHeadReader.java",
            "if (length == maxBytes) {",
            "if (length == Integer.MAX_VALUE) {",
            "http.HttpParsingTest#refusesWhatIsNoRequest"),
        new PlantedFault(
            "takes folded lines of a client",
            "http/HttpHeadReader.java",
            "    this(maxBytes, false);",
            "    this(maxBytes, true);",
            "http.HttpParsingTest#refusesWhatIsNoRequest"),
        new PlantedFault(
            "takes two lengths",
            "http/HttpBody.java",
            "if (!same || !length",
            "if (!length",
            "http.HttpParsingTest#readsBodiesOfAllForms"),
        new PlantedFault(
            "takes more than a chunk has",
            "http/HttpBody.java",
            "      if (next != '\\n') {\n        throw new HttpException(502, \"a chunk is longer than it was said to be\");\n      }\n      begin",
            "      begin",
            "http.HttpParsingTest#readsBodiesOfAllForms"),
        new PlantedFault(
            "reads lines between chunks of any length",
            "http/HttpBody.java",
            "if (++lineBytes > MAX_LINE_BYTES) {",
            "if (++lineBytes < 0) {",
            "http.HttpParsingTest#readsBodiesOfAllForms"),
        new PlantedFault(
            "lets a value end its line",
            "http/HttpFields.java",
            "if (c < ' ' && c != '\\t' || c == 0x7f) {",
            "if (c == 0x7f) {",
            "http.HttpParsingTest#refusesWhatIsNoRequest"),
        new PlantedFault(
            "takes half an escape",
            "http/Percent.java",
            "if (high < 0 || low < 0) {",
            "if (high < 0) {",
            "http.HttpParsingTest#percentsAreReadAndWritten"),
        new PlantedFault(
            "reads any number of pairs",
            "http/QueryString.java",
            "if (found.size() == maxParameters) {",
            "if (found.size() < 0) {",
            "http.HttpParsingTest#percentsAreReadAndWritten"));
  }
}
