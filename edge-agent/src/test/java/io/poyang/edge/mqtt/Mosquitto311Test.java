package io.poyang.edge.mqtt;

final class Mosquitto311Test extends MqttSourceContract {
  Mosquitto311Test() {
    super(new MosquittoBroker(), "3.1.1");
  }
}
