/**
 * One edge agent: sources, log and uplink put together. Start at {@link io.poyang.edge.Agent}; its
 * configuration is {@link io.poyang.edge.AgentConfig}. Knows nothing of how a process is started.
 */
@NullMarked
package io.poyang.edge;

import org.jspecify.annotations.NullMarked;
