package io.poyang.edge.mqtt;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says why a connection is not there, for the person who has to mend it. */
final class LossReason {
  private LossReason() {}

  /**
   * @param code reason code of MQTT 5, or return code of MQTT 3.1.1's CONNACK, or Paho's own
   */
  static String of(int code, @Nullable Throwable e, MqttConfig config) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnknownHostException unused -> {
          return "no host "
              + config.server().host()
              + " is known: check server and the name service";
        }
        case ConnectException unused -> {
          return "connection refused: check that the broker runs and listens there";
        }
        case NoRouteToHostException unused -> {
          return "no way to the host: check the network";
        }
        case SocketTimeoutException unused -> {
          return "no answer: check the network and any firewall";
        }
        case SSLException tls -> {
          return "TLS failed (" + tls.getMessage() + "): check ca and the broker's certificate";
        }
        default -> {}
      }
    }
    boolean v5 = config.version() == MqttConfig.Version.V5;
    return switch (code) {
      case 1 -> "the broker does not speak this version: set version: " + (v5 ? "3.1.1" : "5");
      case 132 -> "the broker does not speak MQTT 5: set version: 3.1.1";
      case 2, 133 -> "the broker refuses client-id " + config.clientId() + ": set another";
      case 3, 136, 137 -> "the broker is unavailable or busy";
      case 4, 5, 134, 135 ->
          "the broker refuses "
              + (config.username() == null
                  ? "a client without a name: set username and password"
                  : "user '" + config.username() + "': check username and password");
      case 139 -> "the broker shuts down";
      case 142 ->
          "another client took the session over: give each source a client-id of its own, was "
              + config.clientId();
      case 32_000 -> "no answer: check the network and any firewall";
      // Not every broker says why it closes, so the commonest mistake is named.
      case 32_109 ->
          "the broker closed the connection; should that repeat, check that no other client has"
              + " client-id "
              + config.clientId();
      case 50_001 -> "the broker does not speak MQTT 5: set version: 3.1.1";
      default ->
          e == null || e.getMessage() == null
              ? "reason code " + code
              : code + ", " + e.getMessage();
    };
  }
}
