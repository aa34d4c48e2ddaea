package io.poyang.edge.mqtt;

/**
 * A message as the broker delivered it.
 *
 * @param id what an acknowledgement names; 0 where the quality of service is 0 and none is due
 * @param retained sent because we subscribed, not because it was just published
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; a copy a message would be waste.
record Message(String topic, byte[] payload, int id, boolean retained) {}
