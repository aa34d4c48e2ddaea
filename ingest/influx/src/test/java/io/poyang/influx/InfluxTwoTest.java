package io.poyang.influx;

class InfluxTwoTest extends InfluxContainerContract {
  InfluxTwoTest() {
    super("influxdb:2.7");
  }

  @Override
  String make(String name) {
    run("influx", "bucket", "create", "-o", "works", "-t", "poyang-token", "-n", name);
    return name;
  }
}
