package io.peerwright.kit;

import io.peerwright.tck.mutants.PlantedFault;
import java.util.List;

/** Faults in downloads from several sources, and the tests that catch them. */
final class DownloadFaults {

  private DownloadFaults() {}

  static List<PlantedFault> all() {
    return List.of(
        new PlantedFault(
            "looks for no more sources when all have left",
            "download/SourceSearch.java",
            "return finder.isOffered() && repeats < finder.repeats();",
            "return finder.isOffered() && repeats > finder.repeats();",
            "download.LateSourcesTest#whoComesAfterAllHaveLeftIsFound"),
        new PlantedFault(
            "looks for more sources once more than it may",
            "download/SourceSearch.java",
            "return finder.isOffered() && repeats < finder.repeats();",
            "return finder.isOffered() && repeats <= finder.repeats();",
            "download.LateSourcesTest#ifNobodyComesItFailsInTheEnd"),
        new PlantedFault(
            "asks one no more that has come back",
            "download/SourceRounds.java",
            "if (afterAWhile && !known.isUsable()) {",
            "if (afterAWhile && known.isUsable()) {",
            "download.LateSourcesTest#whoComesBackIsAskedAgain"),
        new PlantedFault(
            "asks the source of a wrong content again",
            "download/SourceRounds.java",
            "      culprit.giveUp();",
            "      culprit.succeeded();",
            "download.MultiSourceDownloadTest#whenAllLieItFailsAndNamesTheLast"),
        new PlantedFault(
            "appends whatever a source sends",
            "download/ResumeCheck.java",
            "if (kept == DownloadFile.Kept.NOT || kept == DownloadFile.Kept.AT_START && !mayBeAtStart) {",
            "if (end < 0) {",
            "download.MultiSourceDownloadTest#otherBytesAreNotAppended"),
        new PlantedFault(
            "appends what comes from the start",
            "download/ResumeCheck.java",
            "kept == DownloadFile.Kept.HERE ? position + bytes : bytes",
            "position + bytes",
            "download.MultiSourceDownloadTest#whoIgnoresTheOffsetIsOfUseAllTheSame"),
        new PlantedFault(
            "takes more than was announced",
            "download/SourceTransfer.java",
            "if (excess && !file.isVerifiable()) {",
            "if (excess && missing < 0) {",
            "download.MultiSourceDownloadTest#whoSendsMoreThanItAnnouncedIsDropped"),
        new PlantedFault(
            "says verified though nobody told a hash",
            "download/HashCheck.java",
            "urn != null && !urn.value().matches(\"0+\")",
            "urn == null || !urn.value().matches(\"0+\")",
            "download.MultiSourceDownloadTest#withoutAHashOneSourceSendsAtATime"),
        new PlantedFault(
            "suspects who gave nothing of a head",
            "download/ByteOrigins.java",
            "start < to && stretch.end > from && source != null",
            "start <= to && stretch.end > from && source != null",
            "download.ByteOriginsTest#severalAreSuspectsAsFarAsTheyGaveSome"),
        new PlantedFault(
            "clears who gave the bytes before a cut",
            "download/ByteOrigins.java",
            "if (each.getKey() < from) {",
            "if (each.getKey() < 0) {",
            "download.ByteOriginsTest#whatIsGivenUpDoesNotCount"),
        new PlantedFault(
            "clears who gave the bytes behind what is given up",
            "download/ByteOrigins.java",
            "if (stretch.end > to) {",
            "if (stretch.end < to) {",
            "download.ByteOriginsTest#whatLiesBehindAGapStays"),
        new PlantedFault(
            "blames the first of several",
            "download/ByteOrigins.java",
            "source == null || one != null && !one.equals(source)) {",
            "source == null) {",
            "download.ByteOriginsTest#severalAreSuspectsAsFarAsTheyGaveSome"),
        new PlantedFault(
            "shares by halves, whatever the speeds",
            "download/SpanTable.java",
            "span.left() * partKept(span) : theirs * together",
            "span.left() * partKept(span) : 0.5 * span.left()",
            "download.SpanTableTest#theRestIsSharedSoThatBothAreReadyAtOnce"),
        new PlantedFault(
            "lets the slowest keep the last bytes",
            "download/SpanTable.java",
            "return isLate ? rest : span.end;",
            "return span.end;",
            "download.SpanTableTest#whatIsTooLittleToShareGoesToAFasterOneAsAWhole"),
        new PlantedFault(
            "believes that everybody begins at once",
            "download/SpanTable.java",
            "ours * rate.setupSeconds()",
            "ours * 0",
            "download.SpanTableTest#whoseBeginningTakesLongGetsThatMuchLess"),
        new PlantedFault(
            "counts the time twice that somebody has waited",
            "download/SourceRate.java",
            "Math.max(0, setupSeconds - seconds)",
            "setupSeconds",
            "download.SpanTableTest#whoseBeginningTakesLongGetsThatMuchLess"),
        new PlantedFault(
            "lets the first of many share again and again",
            "download/SpanTable.java",
            "later == 0 && one.left() > other.left()",
            "later == 0 && one.left() < other.left()",
            "download.SpanTableTest#allThatAreAskedGetEqualParts"),
        new PlantedFault(
            "halves what three are to share",
            "download/SpanTable.java",
            "return (double) (parts / 2) / parts;",
            "return 0.5;",
            "download.SpanTableTest#allThatAreAskedGetEqualParts"),
        new PlantedFault(
            "shares no less of slow sources than of fast ones",
            "download/SpanTable.java",
            "LEAST_SHARE_BYTES = 1 << 12",
            "LEAST_SHARE_BYTES = 1 << 16",
            "download.ManySourcesTest#sourcesOfAnySpeedDoNotMakeItSlower"),
        new PlantedFault(
            "compares as much as is fetched",
            "download/SourceTransfer.java",
            "file.isVerifiable() ? Math.min(most, share) : most",
            "most",
            "download.MultiSourceDownloadTest#forLittleThatIsMissingLittleIsCompared"),
        new PlantedFault(
            "lets bytes of two meet that were not compared",
            "download/JointCheck.java",
            "return !file.isVerifiable()\n",
            "return file.isVerifiable()\n",
            "download.UnverifiedSourcesTest#twoContentsAreNeverMixed"),
        new PlantedFault(
            "does not wait for one that has just begun",
            "download/JointCheck.java",
            "(owner.keptFrom(place) > 0 || owner.isAwaited(place))",
            "owner.keptFrom(place) > 0",
            "download.UnverifiedSourcesTest#twoContentsAreNeverMixed"),
        new PlantedFault(
            "takes all over from one whose bytes are on their way to the disk",
            "download/SpanTable.java",
            "handsOver\n            && rate.bytesPerSecond() > 0",
            "rate.bytesPerSecond() > 0",
            "download.SpanTableTest#whoHasToBeComparedAtItsEndKeepsTheEnd"),
        new PlantedFault(
            "holds the last byte back for ever",
            "download/JointCheck.java",
            "public void onSame(ByteBuffer next) {\n    if (!stopped) {",
            "public void onSame(ByteBuffer next) {\n    if (stopped) {",
            "download.UnverifiedSourcesTest#severalSendAtOnceAndAreComparedWhereTheyMeet"),
        new PlantedFault(
            "blames another for what an earlier run has left",
            "download/ByteOrigins.java",
            "source == null || one != null && !one.equals(source) && !besides",
            "one != null && !one.equals(source) && !besides",
            "download.ByteOriginsTest#theOtherOneOfTwoIsKnown"),
        new PlantedFault(
            "gives up a source that gets there soon",
            "download/SpanTable.java",
            "SEEK_SECONDS * span.speed",
            "0 * span.speed",
            "download.SpanTableTest#whoIsFarFromWhatIsWantedIsInTheWay"),
        new PlantedFault(
            "believes that a speed stays",
            "download/SourceScheduler.java",
            "        arm(FIRST_PAUSE_NANOS);\n        return;",
            "        return;",
            "download.MultiSourceDownloadTest#whatWouldComeLateIsTakenOver"),
        new PlantedFault(
            "sends from several what no hash tells apart",
            "download/SourceScheduler.java",
            "file.isVerifiable() ? rules.parallel() : rules.unverified()",
            "rules.parallel()",
            "download.MultiSourceDownloadTest#withoutAHashOneSourceSendsAtATime"),
        new PlantedFault(
            "lets an origin give what peers would have",
            "download/SourceScheduler.java",
            "subsidy.isBehind(loop.nanoTime(), spans.bytesHere())",
            "true",
            "download.MultiSourceDownloadTest#anOriginGivesNothingWhilePeersAreFastEnough"),
        new PlantedFault(
            "forgets what origins have sent",
            "download/SubsidyPlan.java",
            "budgetLeft -= bytes;",
            "",
            "download.MultiSourceDownloadTest#anOriginGivesNoMoreThanItsBudget"),
        new PlantedFault(
            "lets wrong pieces be read",
            "download/PieceChecks.java",
            "return length == 0 || !file.canCheckPieces()",
            "return length >= 0",
            "download.MultiSourceDownloadTest#onlyPiecesThatAreRightCanBeRead"),
        new PlantedFault(
            "asks a source for what it has not",
            "download/SpanOffer.java",
            "has == null ? position : has.nextFrom(position)",
            "position",
            "download.PartialSourcesTest#itIsAskedForWhatItHasAndTheOtherForTheRest"),
        new PlantedFault(
            "never asks a source what it has got meanwhile",
            "download/SourceState.java",
            "told == null || now - partsDue >= 0 ? null : told",
            "told",
            "download.PartialSourcesTest#itIsAskedAgainForWhatItGotMeanwhile"),
        new PlantedFault(
            "asks for ever whoever denies what it has told",
            "download/SourceState.java",
            "failures += asked != null && hasTold(asked.from) ? 1 : 0;",
            "",
            "download.PartialSourcesTest#whoDeniesWhatItHasToldIsAskedNoMore"),
        new PlantedFault(
            "takes from who has all what others have",
            "download/SpanTable.java",
            "if (next == null && offer.others() != null) {",
            "if (false) {",
            "download.PartialSourcesTest#whoHasAllIsAskedFirstForWhatTheOthersLack"),
        new PlantedFault(
            "vouches for pieces that nothing verifies",
            "download/PieceChecks.java",
            "if (file.canCheck(piece)) {",
            "if (true) {",
            "download.PartialSourcesTest#aPieceThatCannotBeCheckedIsNotHeld"),
        new PlantedFault(
            "lets a liar send on until the end",
            "download/SourceScheduler.java",
            "each.suspected(each == culprit)",
            "each.suspected(false)",
            "download.MultiSourceDownloadTest#whoSendsAWrongPieceIsDroppedAndTheOthersGoOn"),
        new PlantedFault(
            "blames honest sources for a false tree",
            "download/DownloadLife.java",
            "      sources.rounds().forgive();",
            "",
            "download.TreeCheckTest#aFalseTreeIsDropped"),
        new PlantedFault(
            "asks a false tree again",
            "download/TreeCheck.java",
            "isFalse |= row != null;",
            "",
            "download.TreeCheckTest#aFalseTreeIsDropped"),
        new PlantedFault(
            "does not check what came before the tree",
            "download/DownloadLife.java",
            "      pieces.next();\n",
            "",
            "download.TreeCheckTest#aLieInOnePartIsFoundByATreeThatComesLate"));
  }
}
