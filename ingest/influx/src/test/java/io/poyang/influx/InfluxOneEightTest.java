package io.poyang.influx;

class InfluxOneEightTest extends InfluxContainerContract {
  InfluxOneEightTest() {
    super("influxdb:1.8");
  }

  @Override
  String make(String name) {
    run("influx", "-execute", "CREATE DATABASE \"" + name + "\"");
    return name + "/autogen";
  }
}
