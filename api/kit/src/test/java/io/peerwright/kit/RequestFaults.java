package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in how others are asked, and the tests that catch them. */
final class RequestFaults {

  private RequestFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "hears strangers in place of whom was asked",
            "request/Transactions.java",
            "if (!transaction.to.equals(from)) {",
            "if (false) {",
            "request.TransactionsTest#strangersCannotAnswer"),
        new PlantedFault(
            "takes the late answer of another",
            "request/RecentIds.java",
            "if (ids[i] == id && used.equals(whom[i])) {",
            "if (ids[i] == id) {",
            "request.TransactionsTest#lateAnswersAreToldFromThoseThatNobodyAskedFor"),
        new PlantedFault(
            "keeps all ids",
            "request/RecentIds.java",
            "if (count == most) {",
            "if (count < 0) {",
            "request.TransactionsTest#whatIsOverIsForgottenInTheEnd"),
        new PlantedFault(
            "goes on repeating what is answered",
            "request/Transactions.java",
            "        if (taken) {\n          close();\n        }\n",
            "",
            "request.TransactionsTest#anAnswerEndsIt"),
        new PlantedFault(
            "gives an id to two",
            "request/Transactions.java",
            "while (open.containsKey(id)) {",
            "while (id == 0) {",
            "request.TransactionsTest#openRequestsHaveIdsOfTheirOwn"),
        new PlantedFault(
            "waits longer than the last time is to be waited for",
            "request/Retry.java",
            "return lastNanos > 0 && attempt == attempts - 1 ? lastNanos : doubled(attempt);",
            "return doubled(attempt);",
            "request.RetryTest#stunIsAskedAsRfc8489HasIt"),
        new PlantedFault(
            "doubles beyond all limits",
            "request/Retry.java",
            "return beyond ? mostNanos : Math.min(mostNanos, firstNanos << times);",
            "return firstNanos << times;",
            "request.RetryTest#theDoublingEnds"),
        new PlantedFault(
            "gives the answer of one that is over to the next",
            "request/OrderedRequests.java",
            "return waiting == null ? null : waiting.poll();",
            "return waiting == null || waiting.removeIf(isOver) && waiting.isEmpty() ? null :"
                + " waiting.poll();",
            "request.OrderedRequestsTest#oneThatIsOverKeepsItsPlace"),
        new PlantedFault(
            "lets any number wait",
            "request/OrderedRequests.java",
            "return waiting.size() < most && waiting.add(request);",
            "return waiting.add(request);",
            "request.OrderedRequestsTest#noMoreThanSoManyWait"),
        new PlantedFault(
            "begins a period that its task has ended",
            "request/TimerGroup.java",
            "        begin(varied(periodNanos, random));\n      }\n      task.run();",
            "        task.run();\n        begin(varied(periodNanos, random));\n      }",
            "request.TimerGroupTest#aTaskMayEndItself"),
        new PlantedFault(
            "leaves timers behind",
            "request/TimerGroup.java",
            "pending.forEach(Timer::close);",
            "pending.clear();",
            "request.TimerGroupTest#allEndTogetherAndMoreMayFollow"),
        new PlantedFault(
            "reads attributes in any order",
            "request/NameRecordCodec.java",
            "require(inOrder, \"order of attributes\");",
            "",
            "request.NameRecordCodecTest#aRecordHasOneForm"),
        new PlantedFault(
            "reads an IPv4 address in two forms",
            "net/EndpointBytes.java",
            "if (endpoint.isIpv4() != (length == 4)) {",
            "if (false) {",
            "request.NameRecordCodecTest#aRecordHasOneForm"),
        new PlantedFault(
            "reads records of any length",
            "request/NameRecordCodec.java",
            "require(length <= in.remaining() && end - begin <= MAX_BYTES, \"length\");",
            "require(length <= in.remaining(), \"length\");",
            "request.NameRecordCodecTest#lengthsAndNumbersHaveLimits"));
  }
}
