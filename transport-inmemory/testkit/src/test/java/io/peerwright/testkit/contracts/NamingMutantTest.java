package io.peerwright.testkit.contracts;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.NamingContract;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.mutants.Mutant;
import io.peerwright.tck.mutants.MutantHunt;
import io.peerwright.testkit.contracts.FakeNaming.Board;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The naming contract catches planted faults of an overlay that offers names. */
class NamingMutantTest extends MutantHunt<NamingMutantTest.Maker> {

  /** Makes a peer, sane or not. */
  interface Maker {
    FakeNaming make(Host host, Board board);
  }

  private static Maker planted = FakeNaming::new;

  @Override
  protected Class<?> contract() {
    return Contract.class;
  }

  @Override
  protected Class<?> declaringContract() {
    return NamingContract.class;
  }

  @Override
  protected void plant(Maker fault) {
    planted = fault == null ? FakeNaming::new : fault;
  }

  /** Run by the hunt only. */
  static class Contract extends NamingContract {
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
        of("GivesTakenNamesAway", NamingFaults.GivesAway::new, "aNameThatSomebodyHoldsIsRefused"),
        of(
            "RefusesWithoutReason",
            NamingFaults.RefusesWithoutReason::new,
            "aNameThatSomebodyHoldsIsRefused"),
        of("RefusesItsOwnHolder", NamingFaults.RefusesOwner::new, "theHolderMayReplaceItsRecord"),
        of(
            "BindsBeforeJoining",
            NamingFaults.BindsBeforeJoining::new,
            "aNameRegisteredBeforeJoiningIsBoundByIt"),
        of(
            "ForgetsItsNames",
            NamingFaults.ForgetsItsNames::new,
            "whoJoinsAgainHoldsItsNamesAsBefore"),
        of("KeepsTheOldRecord", NamingFaults.KeepsOld::new, "theHolderMayReplaceItsRecord"),
        of("WithdrawsNothing", NamingFaults.WithdrawsNothing::new, "whatIsWithdrawnIsNotFound"),
        of("WithdrawsByName", NamingFaults.WithdrawsByName::new, "withdrawingTwiceDoesNoMore"),
        of(
            "WithdrawsAllOfTheHolder",
            NamingFaults.WithdrawsAll::new,
            "withdrawingOneNameLeavesTheOthers"),
        of("ForgetsToRenew", NamingFaults.ForgetsToRenew::new, "aNameStaysBoundLongerThanItsTtl"),
        of("NeverForgets", NamingFaults.NeverForgets::new, "theNameOfWhoVanishesIsForgottenInTime"),
        of(
            "RenewsAfterLeaving",
            NamingFaults.RenewsForEver::new,
            "theNameOfWhoLeavesIsForgottenInTime"),
        of("HoldsForTheDead", NamingFaults.HoldsForTheDead::new, "aForgottenNameCanBeTaken"),
        of("FindsOnlyItsOwn", NamingFaults.FindsOwn::new, "othersFindWhatIsRegistered"),
        of("FindsOnlyThatOfOthers", NamingFaults.FindsOthers::new, "theHolderFindsItToo"),
        of("FindsAlways", NamingFaults.FindsAlways::new, "whatNobodyRegisteredIsNotFound"),
        of(
            "FailsInsteadOfNothing",
            NamingFaults.FailsForNothing::new,
            "whatNobodyRegisteredIsNotFound"),
        of("MixesNames", NamingFaults.MixesNames::new, "namesOfSeveralPeersDoNotMix"),
        of("HoldsFiveNames", NamingFaults.HoldsFiveNames::new, "onePeerMayHoldSeveralNames"),
        of("LosesAttributes", NamingFaults.LosesAttributes::new, "aRecordComesBackAsItWas"),
        of("SortsEndpoints", NamingFaults.SortsEndpoints::new, "aRecordComesBackAsItWas"),
        of("WantsAnEndpoint", NamingFaults.WantsAnEndpoint::new, "aRecordMayNameNoEndpoint"),
        of(
            "LosesSignatures",
            NamingFaults.LosesSignatures::new,
            "aSignedRecordIsGivenOutWithItsSignature"),
        of("BelievesForgeries", NamingFaults.BelievesAll::new, "aForgedRecordIsNotGivenOut"),
        of(
            "IgnoresTheNameSigned",
            NamingFaults.IgnoresName::new,
            "aRecordOfAnotherNameIsNotGivenOut"),
        of(
            "TakesErrorsForYes",
            NamingFaults.TakesErrorsForYes::new,
            "aRecordWithHalfASignatureIsNotGivenOut"),
        of(
            "AnswersTooLate",
            NamingFaults.AnswersTooLate::new,
            "resolvingEndsInTimeThoughNobodyAnswers"),
        of(
            "CompletesElsewhere",
            NamingFaults.CompletesElsewhere::new,
            "othersFindWhatIsRegistered"),
        of("SharesAStaticTable", NamingFaults.SharesATable::new, "twoNetworksShareNoNames"));
  }
}
