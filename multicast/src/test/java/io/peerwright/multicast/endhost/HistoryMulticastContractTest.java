package io.peerwright.multicast.endhost;

/** The same where those who come later hear what was sent before. */
class HistoryMulticastContractTest extends EndHostMulticastContractTest {

  @Override
  EndHostConfig config() {
    return EndHostConfig.DEFAULT.withHistory(100);
  }
}
