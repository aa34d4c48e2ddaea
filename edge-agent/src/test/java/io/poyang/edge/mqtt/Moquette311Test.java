package io.poyang.edge.mqtt;

final class Moquette311Test extends MqttSourceContract {
  Moquette311Test() {
    super(new MoquetteBroker(), "3.1.1");
  }
}
