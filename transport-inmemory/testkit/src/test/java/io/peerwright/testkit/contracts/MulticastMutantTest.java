package io.peerwright.testkit.contracts;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.MulticastOverlayContract;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.mutants.Mutant;
import io.peerwright.tck.mutants.MutantHunt;
import io.peerwright.testkit.contracts.FakeMulticast.Board;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The contract of multicast overlays catches planted faults. */
class MulticastMutantTest extends MutantHunt<MulticastMutantTest.Maker> {

  /** Makes a peer, sane or not. */
  interface Maker {
    FakeMulticast make(Host host, Board board);
  }

  private static Maker planted = FakeMulticast::new;

  @Override
  protected Class<?> contract() {
    return Contract.class;
  }

  @Override
  protected Class<?> declaringContract() {
    return MulticastOverlayContract.class;
  }

  @Override
  protected void plant(Maker fault) {
    planted = fault == null ? FakeMulticast::new : fault;
  }

  /** Run by the hunt only. */
  static class Contract extends MulticastOverlayContract {
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
        of("AnnouncesAgain", ComebackFaults.AnnouncesAgain::new, "whoJoinsAgainIsAMemberAsBefore"),
        of("HearsAgain", ComebackFaults.HearsAgain::new, "whoJoinsAgainIsAMemberAsBefore"),
        of(
            "TellsTheWaitingNothing",
            MulticastFaults.TellsNoNews::new,
            "whoWaitsDiscoversWhatIsAnnounced"),
        of(
            "TellsLatecomersNothing",
            MulticastFaults.TellsNoOldOnes::new,
            "whoComesLaterDiscoversItToo"),
        of(
            "TellsEachAnnouncement",
            MulticastFaults.TellsEachTime::new,
            "eachGroupIsDiscoveredOnce"),
        of("KnowsOneGroupOfAPeer", MulticastFaults.KnowsOneGroup::new, "allGroupsAreDiscovered"),
        of(
            "WithdrawsNoGroup",
            MulticastFaults.WithdrawsNothing::new,
            "whatIsWithdrawnIsNotDiscovered"),
        of(
            "DiscoversForEver",
            MulticastFaults.DiscoversForEver::new,
            "whoDiscoversNoMoreHearsNoMore"),
        of("SenderMustBeMember", MulticastFaults.MembersOnly::new, "aMemberHearsWhoIsNone"),
        of("OneMemberHears", MulticastFaults.OneMember::new, "allMembersHear"),
        of(
            "GivesUpWhoThrows",
            MulticastFaults.GivesUpWhoThrows::new,
            "aReceiverThatThrowsHarmsNobody"),
        of(
            "GivesUpWhoThrowsOverGroups",
            DiscoveryFaults.GivesUpWhoThrows::new,
            "aDiscovererThatThrowsHarmsNobody"),
        of(
            "TellsEachThrowOverGroups",
            DiscoveryFaults.TellsEachThrow::new,
            "aDiscovererThatThrowsHarmsNobody"),
        of(
            "SwallowsThrowsOverGroups",
            DiscoveryFaults.SwallowsThrows::new,
            "aDiscovererThatThrowsHarmsNobody"),
        of("MembersDoNotHearMembers", MulticastFaults.StrangersOnly::new, "membersHearEachOther"),
        of(
            "AllGroupsAreOne",
            MulticastFaults.AllGroupsAreOne::new,
            "membersOfOtherGroupsHearNothing"),
        of("NeverLeaves", MulticastFaults.NeverLeaves::new, "whoLeavesTheGroupHearsNoMore"),
        of("LeavesAllOfTheGroup", MulticastFaults.LeavesAll::new, "onePeerMayBeAMemberTwice"),
        of("LeavesTheNextOneToo", MulticastFaults.LeavesAll::new, "leavingTwiceDoesNoMore"),
        of(
            "HandsOverAfterLeaving",
            MulticastFaults.HandsOver::new,
            "leavingFromInsideAMessageWorksAtOnce"),
        of("JoinsOnce", MulticastFaults.JoinsOnce::new, "aGroupMayBeJoinedAgain"),
        of("SenderIsTheGroup", MulticastFaults.SenderIsTheGroup::new, "sendersAreToldApart"),
        of("IgnoresTheSource", MulticastFaults.IgnoresTheSource::new, "oneSourceMayBeChosen"),
        of("CutsMessages", MulticastFaults.CutsMessages::new, "messagesArriveAsTheyWere"),
        of(
            "SendsTheWholeArray",
            MulticastFaults.SendsTheArray::new,
            "onlyWhatRemainsOfABufferIsSent"),
        of("KeepsTheBuffer", MulticastFaults.KeepsTheBuffer::new, "theBufferIsTheSendersAgain"),
        of("WritableBuffer", MulticastFaults.WritableBuffer::new, "aMemberHearsWhoIsNone"),
        of("WouldBlockWithoutMembers", MulticastFaults.WouldBlock::new, "sendingToNobodyIsFine"),
        of(
            "DeliversAtOnce",
            MulticastFaults.DeliversAtOnce::new,
            "sendingFromInsideAMessageIsNotReentrant"),
        of("DeliversElsewhere", MulticastFaults.DeliversElsewhere::new, "aMemberHearsWhoIsNone"),
        of("DeliversTwice", MulticastFaults.DeliversTwice::new, "aMemberHearsWhoIsNone"),
        of(
            "WaitsForTheDead",
            MulticastFaults.WaitsForTheDead::new,
            "aMemberThatVanishesDoesNotHinderTheOthers"),
        of(
            "PresentBeforeJoining",
            AbsenceFaults.PresentBeforeJoining::new,
            "whatIsBegunBeforeJoiningTakesEffectWithIt"),
        of(
            "ForgetsWhatItIsMemberOf",
            AbsenceFaults.ForgetsWhatItIsMemberOf::new,
            "whoJoinsAgainIsAMemberAsBefore"),
        of(
            "TakesWhatItCannotSend",
            AbsenceFaults.TakesWhatItCannotSend::new,
            "whoIsNotInTheNetworkSendsNothing"),
        of("StaysMember", MulticastFaults.StaysMember::new, "whoLeavesTheOverlayHearsNoMore"),
        of(
            "LosesOneOfFifty",
            MulticastFaults.LosesSome::new,
            "aReliableGroupLosesNothingAndKeepsTheOrder"),
        of(
            "SwapsMessages",
            MulticastFaults.SwapsMessages::new,
            "aReliableGroupLosesNothingAndKeepsTheOrder"),
        of(
            "PromisesHistory",
            MulticastFaults.PromisesHistory::new,
            "whatWasSentBeforeIsHeardIfHistoryIsKept"),
        of("SharesAStaticBoard", MulticastFaults.SharesABoard::new, "twoNetworksShareNoGroups"));
  }
}
