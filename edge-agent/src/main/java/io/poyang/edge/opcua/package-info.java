/**
 * Reads signals from an OPC UA server: subscriptions, re-reads, history for what an outage cost.
 * Start at {@link io.poyang.edge.opcua.OpcUaSource}; {@link io.poyang.edge.opcua.TrustStore} is the
 * door for the command line. Knows nothing of what happens to a reading afterwards.
 */
@NullMarked
package io.poyang.edge.opcua;

import org.jspecify.annotations.NullMarked;
