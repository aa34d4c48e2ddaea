package io.poyang.plants;

import io.poyang.telemetry.EdgeId;
import java.util.OptionalInt;

/**
 * What an agent's configuration needs to know beside its plant.
 *
 * @param dataPath the folder for the agent's log
 * @param uplinkUrl where it sends, such as {@code mqtt://127.0.0.1:1883}
 * @param password the edge's own at the uplink
 * @param healthPort where its health and metrics can be asked for, if anywhere
 */
public record AgentPlace(
    EdgeId edge, String dataPath, String uplinkUrl, String password, OptionalInt healthPort) {}
