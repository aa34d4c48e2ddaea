package io.poyang.edge.mqtt;

final class Mosquitto5Test extends MqttSourceContract {
  Mosquitto5Test() {
    super(new MosquittoBroker(), "5");
  }
}
