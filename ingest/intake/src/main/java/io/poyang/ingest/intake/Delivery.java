package io.poyang.ingest.intake;

import io.poyang.telemetry.EdgeId;

/**
 * One message on its way to disk.
 *
 * @param edge whose connection brought it
 * @param sender who waits for the receipt
 * @param ticket by which the sender knows the message
 * @param weight bytes of memory it is charged with until it is settled
 */
public record Delivery(
    EdgeId edge, Lane lane, Sender sender, int ticket, int weight, Cargo cargo) {}
