package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in who is served and how fast, and the tests that catch them. */
final class UploadFaults {

  private UploadFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "sends what was given up meanwhile",
            "upload/FileSender.java",
            "return held == null || held.isVerified(from, to);",
            "return true;",
            "http.HeldPartsTest#whatIsGivenUpMeanwhileIsSentNoFurther"),
        new PlantedFault(
            "sends what is not here",
            "http/FileHandler.java",
            "Math.min(here, asked.get().length())",
            "asked.get().length()",
            "http.HeldPartsTest#whatIsHereOfARangeIsSent"),
        new PlantedFault(
            "grants one slot too many",
            "upload/UploadQueue.java",
            "slots - slotsHeld(now) > aheadHere",
            "slots - slotsHeld(now) >= aheadHere",
            "upload.UploadQueueTest#grantsSlotsThenPlacesThenNothing"),
        new PlantedFault(
            "lets one user fill the queue",
            "upload/UploadQueue.java",
            "askedAt.size() < queueLength && waiting < (queueLength + 1) / 2",
            "askedAt.size() < queueLength && waiting <= queueLength",
            "upload.UploadQueueTest#oneUserDoesNotFillTheQueue"),
        new PlantedFault(
            "lets one user hold all slots",
            "upload/UploadQueue.java",
            "return used < slotsPerUser;",
            "return used <= slotsPerUser;",
            "upload.UploadQueueTest#oneUserDoesNotHoldUpTheOthers"),
        new PlantedFault(
            "takes a grant back too early",
            "upload/UploadQueue.java",
            "now - at > GRANT_NANOS",
            "now - at >= GRANT_NANOS",
            "upload.UploadQueueTest#forgetsWhoDoesNotCome"),
        new PlantedFault(
            "keeps a slot that nobody comes for",
            "upload/UploadQueue.java",
            "at == IN_USE || now - at <= HOLD_NANOS ? 1 : 0",
            "1",
            "upload.UploadQueueTest#aGrantThatIsNotUsedDoesNotKeepOthersWaiting"),
        new PlantedFault(
            "takes a grant back when the upload before it ends",
            "upload/UploadQueue.java",
            "renewedAt.put(key, now);",
            "",
            "upload.UploadQueueTest#whoAsksAgainBeforeTheOldUploadIsSeenToEndKeepsItsSlot"),
        new PlantedFault(
            "keeps a slot for a request that was answered",
            "upload/UploadQueue.java",
            "expire(now);\n    renewedAt.remove(key);",
            "expire(now);",
            "upload.UploadQueueTest#aRequestIsAnsweredByOneUploadOnly"),
        new PlantedFault(
            "keeps a slot for one who asked anew and left",
            "upload/UploadQueue.java",
            "renewedAt.keySet().removeIf(key -> key.user().equals(user));",
            "",
            "upload.UploadQueueTest#aRequestIsAnsweredByOneUploadOnly"),
        new PlantedFault(
            "waits for those who do not ask again",
            "upload/UploadQueue.java",
            "silentNanos <= HERE_NANOS && ",
            "",
            "upload.UploadQueueTest#whoDoesNotAskAgainIsPassedBy"),
        new PlantedFault(
            "waits for those who have left",
            "upload/UploadQueue.java",
            "absent.add(user);",
            "",
            "upload.UploadQueueTest#anIdleSlotIsNotKeptFromWhoIsHere"),
        new PlantedFault(
            "sends faster than it may",
            "upload/FileSender.java",
            "flow.take(taken);",
            "flow.take(0);",
            "upload.FileSenderTest#uploadsShareARate"));
  }
}
