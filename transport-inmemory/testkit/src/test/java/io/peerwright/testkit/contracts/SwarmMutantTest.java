package io.peerwright.testkit.contracts;

import io.peerwright.api.Host;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.tck.NetworkUnderTest;
import io.peerwright.tck.SwarmContract;
import io.peerwright.tck.mutants.Mutant;
import io.peerwright.tck.mutants.MutantHunt;
import io.peerwright.testkit.contracts.FakeSwarm.Board;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The contract of swarms catches planted faults of an overlay that spreads content. */
class SwarmMutantTest extends MutantHunt<SwarmMutantTest.Maker> {

  /** Makes a peer, sane or not. */
  interface Maker {
    FakeSwarm make(Host host, Board board);
  }

  private static Maker planted = FakeSwarm::new;

  @Override
  protected Class<?> contract() {
    return Contract.class;
  }

  @Override
  protected Class<?> declaringContract() {
    return SwarmContract.class;
  }

  @Override
  protected void plant(Maker fault) {
    planted = fault == null ? FakeSwarm::new : fault;
  }

  @Override
  protected List<Mutant<Maker>> mutants() {
    return SwarmFaults.all();
  }

  /** Run by the hunt only. */
  static class Contract extends SwarmContract {
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

    @Override
    protected ByteBuffer describe(Path content) throws IOException {
      return FakeContent.describe(content);
    }

    @Override
    protected String magnet(ByteBuffer metainfo) {
      byte[] bytes = new byte[metainfo.remaining()];
      metainfo.duplicate().get(bytes);
      return FakeSwarm.LINK + FakeContent.parse(bytes).hash();
    }
  }
}
