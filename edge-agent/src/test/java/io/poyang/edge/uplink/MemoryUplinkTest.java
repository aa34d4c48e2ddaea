package io.poyang.edge.uplink;

class MemoryUplinkTest extends UplinkContract {
  @Override
  protected FarIngest far() {
    return new MemoryUplink(10);
  }

  @Override
  protected Uplink open(FarIngest far) {
    return (MemoryUplink) far;
  }
}
