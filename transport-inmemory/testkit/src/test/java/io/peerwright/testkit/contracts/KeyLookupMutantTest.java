package io.peerwright.testkit.contracts;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.KeyLookupContract;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.mutants.Mutant;
import io.peerwright.tck.mutants.MutantHunt;
import io.peerwright.testkit.contracts.FakeKeyLookup.Board;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The contract of stores catches planted faults of an overlay that stores data. */
class KeyLookupMutantTest extends MutantHunt<KeyLookupMutantTest.Maker> {

  /** Makes a peer, sane or not. */
  interface Maker {
    FakeKeyLookup make(Host host, Board board);
  }

  private static Maker planted = FakeKeyLookup::new;

  @Override
  protected Class<?> contract() {
    return Contract.class;
  }

  @Override
  protected Class<?> declaringContract() {
    return KeyLookupContract.class;
  }

  @Override
  protected void plant(Maker fault) {
    planted = fault == null ? FakeKeyLookup::new : fault;
  }

  /** Run by the hunt only. */
  static class Contract extends KeyLookupContract {
    private Board board = new Board();

    @Override
    protected NetworkUnderTest newNetwork() {
      return Rigs.virtual();
    }

    @Override
    protected CompletionStage<?> prepare(Network network) {
      board = new Board();
      return super.prepare(network);
    }

    @Override
    protected Overlay newPeer(Host host) {
      return planted.make(host, board);
    }
  }

  @Override
  protected List<Mutant<Maker>> mutants() {
    return List.of(
        of("TellsNoNamespaceOutside", KeyLookupFaults.NoNamespaceOutside::new, "tellsItsLimits"),
        of("KeepsToItself", KeyLookupFaults.KeepsToItself::new, "othersFindWhatWasPut"),
        of("FindsOnlyThatOfOthers", KeyLookupFaults.FindsThatOfOthers::new, "whoPutItFindsItToo"),
        of("WantsCompany", KeyLookupFaults.WantsCompany::new, "aPeerThatIsAloneKeepsItItself"),
        of("CountsNobody", KeyLookupFaults.CountsNobody::new, "tellsHowManyOthersKeepIt"),
        of("FailsForNothing", KeyLookupFaults.FailsForNothing::new, "whatNobodyPutIsNotFound"),
        of("FindsAlways", KeyLookupFaults.FindsAlways::new, "whatNobodyPutIsNotFound"),
        of("SaltsKeys", KeyLookupFaults.SaltsKeys::new, "theKeyFollowsFromTheData"),
        of("HashesTheHead", KeyLookupFaults.HashesTheHead::new, "theKeyFollowsFromTheData"),
        of(
            "OneNamespaceForAll",
            KeyLookupFaults.OneNamespaceForAll::new,
            "aKeyIsOfTheNamespaceAskedFor"),
        of(
            "FindsNothingForeign",
            KeyLookupFaults.FindsNothingForeign::new,
            "aForeignNamespaceFails"),
        of("LeavesThePosition", KeyLookupFaults.LeavesThePosition::new, "dataIsReadDuringTheCall"),
        of("KeepsTheArray", KeyLookupFaults.KeepsTheArray::new, "dataIsReadDuringTheCall"),
        of("WantsAnArray", KeyLookupFaults.WantsAnArray::new, "readsBuffersOfAnyKind"),
        of(
            "GivesOutItsOwnArray",
            KeyLookupFaults.GivesOutItsOwnArray::new,
            "whatIsFoundBelongsToTheCaller"),
        of(
            "GivesOutReadOnly",
            KeyLookupFaults.GivesOutReadOnly::new,
            "whatIsFoundBelongsToTheCaller"),
        of("RefusesTheLargest", KeyLookupFaults.RefusesTheLargest::new, "theLargestDataIsStored"),
        of("TakesAnySize", KeyLookupFaults.TakesAnySize::new, "largerDataFails"),
        of(
            "TakesEmptyForNothing",
            KeyLookupFaults.TakesEmptyForNothing::new,
            "dataOfNoBytesIsDataToo"),
        of("KeepsTenOnly", KeptDataFaults.KeepsTenOnly::new, "dataOfSeveralPeersDoesNotMix"),
        of("KnowsNewsOnly", KeptDataFaults.KnowsNewsOnly::new, "whoComesLaterFindsItToo"),
        of("DiesWithItsOwner", KeptDataFaults.DiesWithItsOwner::new, "whatWasPutOutlivesWhoPutIt"),
        of("TakesItAlong", KeptDataFaults.TakesItAlong::new, "whatWasPutOutlivesWhoLeaves"),
        of("ForgetsEarly", KeptDataFaults.ForgetsEarly::new, "whatWasPutIsFoundThroughItsLifetime"),
        of("RenewsNothing", KeptDataFaults.RenewsNothing::new, "puttingAgainBeginsALifetimeAnew"),
        of("RemovesNothing", KeptDataFaults.RemovesNothing::new, "whatIsRemovedIsNotFound"),
        of("RemovesAll", KeptDataFaults.RemovesAll::new, "whatIsRemovedIsNotFound"),
        of("RemovesForAnybody", KeptDataFaults.RemovesForAnybody::new, "whatWasNotPutIsNotRemoved"),
        of(
            "RemovesThatOfOthers",
            KeptDataFaults.RemovesThatOfOthers::new,
            "whatOthersHavePutTooStays"),
        of(
            "AnswersTooLate",
            KeptDataFaults.AnswersTooLate::new,
            "lookingUpEndsInTimeThoughNobodyAnswers"),
        of("WorksOutside", KeptDataFaults.WorksOutside::new, "whoIsNotInTheNetworkCannotUseIt"),
        of("ForgetsWhoLooks", KeptDataFaults.ForgetsWhoLooks::new, "leavingEndsWhatIsUnderWay"),
        of("JoinsOnce", KeptDataFaults.JoinsOnce::new, "whoJoinsAgainFindsAndPutsAsBefore"),
        of("CompletesElsewhere", KeptDataFaults.CompletesElsewhere::new, "othersFindWhatWasPut"),
        of("SharesATable", KeptDataFaults.SharesATable::new, "twoNetworksShareNothing"));
  }
}
