package io.poyang.edge.opcua;

import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.UaRuntimeException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Where a value lives in a server, such as {@code nsu=urn:plant:scada;s=Tank1.Level}.
 *
 * <p>A namespace's index may change with every restart of a server (OPC 10000-3, 8.2.2), its URI
 * does not; so an address is resolved anew at each connect.
 */
public final class NodeAddress {
  private final String text;
  private final ExpandedNodeId id;

  private NodeAddress(String text, ExpandedNodeId id) {
    this.text = text;
    this.id = id;
  }

  /** Reads {@code nsu=URI;s=TEXT} (or i=, g=, b=), or {@code ns=INDEX;...} where it must be. */
  public static NodeAddress parse(String text) {
    try {
      ExpandedNodeId id = ExpandedNodeId.parse(text.strip());
      if (!id.isLocal()) {
        throw new IllegalArgumentException("must be on the server itself, without svr= or svu=");
      }
      return new NodeAddress(text.strip(), id);
    } catch (UaRuntimeException e) {
      throw new IllegalArgumentException(
          "must be written nsu=NAMESPACE-URI;s=TEXT (or i=NUMBER, g=GUID, b=BASE64)", e);
    }
  }

  static NodeAddress of(NodeId id, NamespaceTable namespaces) {
    ExpandedNodeId absolute = id.expanded(namespaces);
    return new NodeAddress(absolute.toParseableString(), absolute);
  }

  /** Whether the address hangs on an index that a server may give to another namespace. */
  boolean isByIndex() {
    return text.startsWith("ns=");
  }

  /** Empty when the server does not have the namespace (any more). */
  Optional<NodeId> in(NamespaceTable namespaces) {
    return id.toNodeId(namespaces);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NodeAddress address && address.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
