package io.peerwright.testkit.contracts;

import static io.peerwright.tck.mutants.Mutant.of;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.RelayContract;
import io.peerwright.tck.mutants.Mutant;
import io.peerwright.tck.mutants.MutantHunt;
import io.peerwright.testkit.contracts.FakeRelay.Board;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The contract of relays catches planted faults of an overlay that offers streams. */
class RelayMutantTest extends MutantHunt<RelayMutantTest.Maker> {

  /** Makes a peer, sane or not. */
  interface Maker {
    FakeRelay make(Host host, Board board);
  }

  private static Maker planted = FakeRelay::new;

  @Override
  protected Class<?> contract() {
    return Contract.class;
  }

  @Override
  protected Class<?> declaringContract() {
    return RelayContract.class;
  }

  @Override
  protected void plant(Maker fault) {
    planted = fault == null ? FakeRelay::new : fault;
  }

  /** Run by the hunt only. */
  static class Contract extends RelayContract {
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
        of("OpensElsewhere", StreamFaults.OpensElsewhere::new, "aStreamOpensAtBothEnds"),
        of("LosesTheEnd", StreamFaults.LosesTheEnd::new, "carriesALotBothWays"),
        of("SkipsBytes", StreamFaults.SkipsBytes::new, "carriesALotBothWays"),
        of("MixesStreams", StreamFaults.MixesStreams::new, "streamsDoNotMix"),
        of("IgnoresCredit", StreamFaults.IgnoresCredit::new, "nothingIsDeliveredWithoutCredit"),
        of("ReadsAhead", StreamFaults.ReadsAhead::new, "whoDoesNotReadHoldsTheWriterUp"),
        of("ForgetsRoom", StreamFaults.ForgetsRoom::new, "whoDoesNotReadHoldsTheWriterUp"),
        of("EndsBothAtOnce", StreamFaults.EndsBothAtOnce::new, "anEndedOutputIsAnEndedInput"),
        of(
            "TakesTheEndForAReset",
            StreamFaults.TakesTheEndForAReset::new,
            "closingSendsWhatWasTaken"),
        of("TakesAResetForTheEnd", StreamFaults.TakesAResetForTheEnd::new, "abortingResets"),
        of("ForgetsWhoCancels", StreamFaults.ForgetsWhoCancels::new, "anAttemptCanBeCancelled"),
        of("OpensThenRefuses", StreamFaults.OpensThenRefuses::new, "whoTakesNoStreamsRefuses"),
        of("KeepsWhatItTook", StreamFaults.KeepsWhatItTook::new, "leavingEndsWhatItTook"),
        of("AsksTheFirstPeer", RelayFaults.AsksTheFirstPeer::new, "onlyTheOneCalledIsAsked"),
        of("DialsTheUnknown", RelayFaults.DialsTheUnknown::new, "anUnknownPeerFails"),
        of("CallsBackInConnect", RelayFaults.CallsBackInConnect::new, "anUnknownPeerFails"),
        of("OpensTheRefused", RelayFaults.OpensTheRefused::new, "anAcceptorMayRefuse"),
        of("StopsNothing", RelayFaults.StopsNothing::new, "whoStopsTakingKeepsItsStreams"),
        of("StopsItsStreams", RelayFaults.StopsItsStreams::new, "whoStopsTakingKeepsItsStreams"),
        of("StopsTheNextToo", RelayFaults.StopsTheNextToo::new, "oneAcceptorAtATime"),
        of("TakesTheLast", RelayFaults.TakesTheLast::new, "oneAcceptorAtATime"),
        of("TakesFromJoinOn", RelayFaults.TakesFromJoinOn::new, "takingMayBeginBeforeJoining"),
        of(
            "ForgetsItsAcceptor",
            RelayFaults.ForgetsItsAcceptor::new,
            "whoJoinsAgainTakesAndOpensAsBefore"),
        of(
            "StopsOnlyWhenJoined",
            RelayFaults.StopsOnlyWhenJoined::new,
            "whoStopsTakingWhileAwayTakesNoMore"),
        of("OpensOutside", RelayFaults.OpensOutside::new, "whoIsNotInTheNetworkOpensNothing"),
        of("KeepsItsStreams", RelayFaults.KeepsItsStreams::new, "leavingEndsItsStreams"),
        of("SharesABoard", RelayFaults.SharesABoard::new, "twoNetworksShareNothing"));
  }
}
