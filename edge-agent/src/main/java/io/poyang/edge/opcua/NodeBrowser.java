package io.poyang.edge.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.poyang.edge.opcua.OpcUaConfig.Browse;
import io.poyang.edge.source.SignalSetting;
import io.poyang.telemetry.Name;
import io.poyang.telemetry.Range;
import io.poyang.telemetry.Signal;
import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the numbers below a node and describes them as far as the server does. */
final class NodeBrowser {
  private static final Logger log = LoggerFactory.getLogger(NodeBrowser.class);
  // A server's address space may be endless (it may even contain itself).
  private static final int MOST_NODES = 20_000;
  private static final int DEEPEST = 12;
  private static final int LONGEST_POINT = 95;
  private static final int ROOM_FOR_NUMBER = 6;

  private record Place(NodeId node, List<String> path, @Nullable Found variable) {}

  /** A variable and the properties that describe it. */
  private static final class Found {
    final NodeId node;
    final List<String> path;
    final String displayName;
    @Nullable NodeId units;
    @Nullable NodeId range;

    Found(NodeId node, List<String> path, String displayName) {
      this.node = node;
      this.path = path;
      this.displayName = displayName;
    }
  }

  private final OpcUaLink link;
  private final SiteId site;
  private final Set<String> points = new HashSet<>();

  NodeBrowser(OpcUaLink link, SiteId site) {
    this.link = link;
    this.site = site;
  }

  /**
   * @param configured signals that the configuration describes better; their nodes and points are
   *     left alone
   */
  List<OpcUaSignal> signals(Browse browse, List<OpcUaSignal> configured)
      throws LinkException, InterruptedException {
    Set<NodeId> taken = new HashSet<>();
    for (OpcUaSignal signal : configured) {
      signal.node().in(link.namespaces()).ifPresent(taken::add);
      points.add(signal.setting().signal().id().point());
    }
    NodeId root = browse.root().in(link.namespaces()).orElse(null);
    if (root == null) {
      log.warn("browse root {} names a namespace that the server does not have", browse.root());
      return List.of();
    }
    List<Found> found = walk(root).stream().filter(f -> !taken.contains(f.node)).toList();
    return describe(found, browse);
  }

  private List<Found> walk(NodeId root) throws LinkException, InterruptedException {
    List<Found> variables = new ArrayList<>();
    // What a server says of itself is nobody's measurement.
    Set<NodeId> seen = new HashSet<>(Set.of(root, NodeIds.Server));
    Deque<Place> open = new ArrayDeque<>(List.of(new Place(root, List.of(), null)));
    while (!open.isEmpty() && seen.size() < MOST_NODES) {
      Place place = open.removeFirst();
      for (ReferenceDescription child : children(place.node())) {
        NodeId node = child.getNodeId().toNodeId(link.namespaces()).orElse(null);
        if (node == null) {
          continue;
        }
        if (NodeIds.HasProperty.equals(child.getReferenceTypeId())) {
          property(place.variable(), child, node);
        } else if (seen.add(node) && place.path().size() < DEEPEST) {
          open.addLast(visit(place, child, node, variables));
        }
      }
    }
    if (!open.isEmpty()) {
      log.warn("browse stopped after {} nodes; choose a root further down", MOST_NODES);
    }
    return variables;
  }

  private static Place visit(
      Place parent, ReferenceDescription child, NodeId node, List<Found> variables) {
    List<String> path = new ArrayList<>(parent.path());
    path.add(String.valueOf(child.getBrowseName().name()));
    if (child.getNodeClass() != NodeClass.Variable) {
      return new Place(node, path, null);
    }
    Found found = new Found(node, path, text(child));
    variables.add(found);
    return new Place(node, path, found);
  }

  private static String text(ReferenceDescription child) {
    String text = child.getDisplayName() == null ? null : child.getDisplayName().getText();
    return text == null ? "" : text.strip();
  }

  private static void property(
      @Nullable Found variable, ReferenceDescription property, NodeId node) {
    if (variable != null) {
      switch (String.valueOf(property.getBrowseName().name())) {
        case "EngineeringUnits" -> variable.units = node;
        case "EURange" -> variable.range = node;
        default -> {}
      }
    }
  }

  private List<ReferenceDescription> children(NodeId node)
      throws LinkException, InterruptedException {
    BrowseDescription wanted =
        new BrowseDescription(
            node,
            BrowseDirection.Forward,
            NodeIds.HierarchicalReferences,
            true,
            uint(NodeClass.Object.getValue() | NodeClass.Variable.getValue()),
            uint(BrowseResultMask.All.getValue()));
    List<ReferenceDescription> children = new ArrayList<>();
    BrowseResult result = link.await(link.client().browseAsync(wanted));
    while (result != null) {
      if (result.getReferences() != null) {
        children.addAll(List.of(result.getReferences()));
      }
      ByteString more = result.getContinuationPoint();
      if (more == null || more.isNull()) {
        return children;
      }
      BrowseResult[] next =
          link.await(link.client().browseNextAsync(false, List.of(more))).getResults();
      result = next == null || next.length == 0 ? null : next[0];
    }
    return children;
  }

  private List<OpcUaSignal> describe(List<Found> found, Browse browse)
      throws LinkException, InterruptedException {
    List<ReadValueId> wanted = new ArrayList<>();
    for (Found variable : found) {
      wanted.add(OpcUaLink.read(variable.node, AttributeId.Value));
      wanted.add(OpcUaLink.read(orNull(variable.units), AttributeId.Value));
      wanted.add(OpcUaLink.read(orNull(variable.range), AttributeId.Value));
    }
    List<DataValue> values = link.read(wanted);
    List<OpcUaSignal> signals = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Object present = content(values.get(3 * i));
      if (present == null || present instanceof Number || present instanceof Boolean) {
        signals.add(
            signal(
                found.get(i),
                structure(values.get(3 * i + 1)) instanceof EUInformation unit ? unit : null,
                range(structure(values.get(3 * i + 2))),
                browse));
      }
    }
    return signals;
  }

  private OpcUaSignal signal(
      Found variable, @Nullable EUInformation unit, @Nullable Range range, Browse browse) {
    String point = point(variable.path, variable.node);
    String device = browse.device();
    if (device == null) {
      device = variable.path.size() > 1 ? clean(variable.path.getFirst()) : "site";
    }
    Signal signal =
        new Signal(
            new SignalId(site, point),
            device.isEmpty() ? "site" : device,
            Name.of(variable.displayName.isEmpty() ? point : variable.displayName),
            unit == null ? "1" : UcumUnits.of(unit).orElse("1"),
            point,
            range,
            null,
            browse.maxSilence(),
            new TreeMap<>());
    return new OpcUaSignal(
        new SignalSetting(signal, 0), NodeAddress.of(variable.node, link.namespaces()));
  }

  /** The same node gets the same point each time, whatever else was found before it. */
  private String point(List<String> path, NodeId node) {
    String point =
        path.stream()
            .map(NodeBrowser::clean)
            .filter(step -> !step.isEmpty())
            .reduce("", NodeBrowser::join);
    if (point.isEmpty() || point.length() > LONGEST_POINT) {
      String tail =
          "n%08x".formatted(NodeAddress.of(node, link.namespaces()).toString().hashCode());
      point = join(point.substring(0, Math.min(point.length(), LONGEST_POINT - 10)), tail);
    }
    String unique = point;
    for (int number = 2; !points.add(unique); number++) {
      unique =
          point.substring(0, Math.min(point.length(), LONGEST_POINT - ROOM_FOR_NUMBER))
              + "-"
              + number;
    }
    return unique;
  }

  private static String join(String path, String step) {
    return path.isEmpty() ? step : path + "." + step;
  }

  static String clean(String step) {
    return step.toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9._-]+", "-")
        .replaceAll("^[._-]+|[._-]+$", "");
  }

  private @Nullable Range range(@Nullable Object structure) {
    return structure instanceof org.eclipse.milo.opcua.stack.core.types.structured.Range range
            && range.getLow() < range.getHigh()
            && Double.isFinite(range.getLow())
            && Double.isFinite(range.getHigh())
        ? new Range(range.getLow(), range.getHigh())
        : null;
  }

  private @Nullable Object structure(DataValue value) {
    return content(value) instanceof ExtensionObject packed
        ? packed.decode(link.client().getStaticEncodingContext())
        : null;
  }

  private static @Nullable Object content(DataValue value) {
    return value.value() == null ? null : value.value().value();
  }

  private static NodeId orNull(@Nullable NodeId node) {
    return node == null ? NodeId.NULL_VALUE : node;
  }
}
