package io.poyang.plants.opcua;

import java.util.UUID;
import org.eclipse.milo.opcua.sdk.server.NodeManager;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.UaNodeManager;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.sdk.server.nodes.factories.NodeFactory;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Has the library learn the shape of its session diagnostics while the server is whole.
 *
 * <p>Milo 1.1.2 learns it at the first session, on another thread, and keeps it for all servers of
 * the JVM. Where that server is stopped meanwhile, it keeps half a shape, and every later session
 * anywhere fails to get its diagnostics.
 */
final class Diagnostics {
  private Diagnostics() {}

  static void learn(OpcUaServer server) {
    UaNodeManager scratch = new UaNodeManager();
    UaNodeContext context =
        new UaNodeContext() {
          @Override
          public OpcUaServer getServer() {
            return server;
          }

          @Override
          public NodeManager<UaNode> getNodeManager() {
            return scratch;
          }
        };
    server.getAddressSpaceManager().register(scratch);
    try {
      new NodeFactory(context)
          .createNode(new NodeId(1, UUID.randomUUID()), NodeIds.SessionDiagnosticsObjectType);
    } catch (UaException e) {
      throw new IllegalStateException("session diagnostics have no shape", e);
    } finally {
      server.getAddressSpaceManager().unregister(scratch);
    }
  }
}
