package io.poyang.plants.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;

import io.poyang.plants.instrument.PlantSignal;
import io.poyang.telemetry.Signal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.model.variables.AnalogItemType;
import org.eclipse.milo.opcua.sdk.server.model.variables.MultiStateDiscreteType;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryData;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;

/**
 * A folder for each device and in it a variable for each signal, whose NodeId is the signal's
 * point. A new value goes to the subscribed items at once: no two values between two samplings of a
 * client are merged here.
 */
final class PlantNamespace extends ManagedNamespaceWithLifecycle {
  /** CurrentRead and HistoryRead. */
  private static final UByte READABLE = ubyte(0x05);

  private static final String UCUM = "http://unitsofmeasure.org";

  private final Map<String, UaVariableNode> variables = new HashMap<>();
  private final Map<String, ValueHistory> histories;
  private final Map<NodeId, Set<DataItem>> items = new ConcurrentHashMap<>();

  /**
   * @param histories by point; outlives this namespace, as a historian outlives a restart
   */
  PlantNamespace(
      OpcUaServer server,
      String uri,
      List<PlantSignal> signals,
      Map<String, ValueHistory> histories) {
    super(server, uri);
    this.histories = histories;
    Map<String, UaFolderNode> folders = new HashMap<>();
    for (PlantSignal signal : signals) {
      UaFolderNode folder =
          folders.computeIfAbsent(signal.signal().device(), device -> folder(device));
      UaVariableNode variable = variable(signal);
      folder.addOrganizes(variable);
      variables.put(signal.point(), variable);
    }
  }

  private UaFolderNode folder(String device) {
    UaFolderNode folder =
        new UaFolderNode(
            getNodeContext(),
            newNodeId("device/" + device),
            newQualifiedName(device),
            LocalizedText.english(device));
    getNodeManager().addNode(folder);
    folder.addReference(
        new Reference(
            folder.getNodeId(),
            NodeIds.Organizes,
            NodeIds.ObjectsFolder.expanded(),
            Reference.Direction.INVERSE));
    return folder;
  }

  private UaVariableNode variable(PlantSignal plantSignal) {
    Signal signal = plantSignal.signal();
    boolean state = plantSignal.kind() == PlantSignal.Kind.STATE;
    UaVariableNode variable =
        new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
            .setNodeId(newNodeId(plantSignal.point()))
            .setBrowseName(newQualifiedName(plantSignal.point()))
            .setDisplayName(new LocalizedText("zh", signal.name().zh()))
            .setDescription(LocalizedText.english(signal.name().en()))
            .setDataType(state ? NodeIds.Int32 : NodeIds.Double)
            .setTypeDefinition(state ? NodeIds.MultiStateDiscreteType : NodeIds.AnalogItemType)
            .setAccessLevel(READABLE)
            .setUserAccessLevel(READABLE)
            .setMinimumSamplingInterval(0.0)
            .setHistorizing(true)
            .setValue(new DataValue(StatusCodes.Bad_WaitingForInitialData))
            .buildAndAdd();
    if (state) {
      variable.setProperty(MultiStateDiscreteType.ENUM_STRINGS, labels(signal));
    } else {
      variable.setEngineeringUnits(
          new EUInformation(
              UCUM,
              -1,
              LocalizedText.english(signal.unit()),
              LocalizedText.english(signal.unit())));
      io.poyang.telemetry.Range range = signal.range();
      if (range != null) {
        variable.setProperty(AnalogItemType.EU_RANGE, new Range(range.low(), range.high()));
      }
    }
    return variable;
  }

  /** Labels by position: state 0 first, a dash where a code has none. */
  private static LocalizedText[] labels(Signal signal) {
    LocalizedText[] labels = new LocalizedText[signal.states().lastKey() + 1];
    Arrays.fill(labels, LocalizedText.english("-"));
    signal.states().forEach((code, name) -> labels[code] = LocalizedText.english(name.en()));
    return labels;
  }

  /**
   * Makes a value the variable's own and hands it to all who subscribed. One at a time with
   * subscribing, so that nobody gets an older value after a newer one.
   */
  synchronized void show(String point, DataValue value) {
    UaVariableNode variable = variables.get(point);
    if (variable == null) {
      return;
    }
    variable.setValue(value);
    for (DataItem item : items.getOrDefault(variable.getNodeId(), Set.of())) {
      if (item.isSamplingEnabled()) {
        item.setValue(value);
      }
    }
  }

  @Override
  public synchronized void onDataItemsCreated(List<DataItem> created) {
    for (DataItem item : created) {
      NodeId node = item.getReadValueId().getNodeId();
      UaVariableNode variable = variables.get(String.valueOf(node.getIdentifier()));
      if (variable == null || !AttributeId.Value.isEqual(item.getReadValueId().getAttributeId())) {
        continue;
      }
      items.computeIfAbsent(node, absent -> ConcurrentHashMap.newKeySet()).add(item);
      item.setValue(variable.getValue());
    }
  }

  @Override
  public void onDataItemsModified(List<DataItem> modified) {}

  @Override
  public void onDataItemsDeleted(List<DataItem> deleted) {
    for (DataItem item : deleted) {
      items.getOrDefault(item.getReadValueId().getNodeId(), Set.of()).remove(item);
    }
  }

  @Override
  public synchronized void onMonitoringModeChanged(List<MonitoredItem> changed) {
    for (MonitoredItem item : changed) {
      UaVariableNode variable =
          variables.get(String.valueOf(item.getReadValueId().getNodeId().getIdentifier()));
      if (variable != null && item.isSamplingEnabled() && item instanceof DataItem data) {
        data.setValue(variable.getValue());
      }
    }
  }

  @Override
  public List<HistoryReadResult> historyRead(
      HistoryReadContext context,
      HistoryReadDetails details,
      TimestampsToReturn timestamps,
      List<HistoryReadValueId> wanted) {
    return wanted.stream().map(one -> history(details, one)).toList();
  }

  private HistoryReadResult history(HistoryReadDetails details, HistoryReadValueId wanted) {
    ValueHistory history = histories.get(String.valueOf(wanted.getNodeId().getIdentifier()));
    if (history == null) {
      return refused(StatusCodes.Bad_NodeIdUnknown);
    }
    if (!(details instanceof ReadRawModifiedDetails raw) || raw.getIsReadModified()) {
      return refused(StatusCodes.Bad_HistoryOperationUnsupported);
    }
    return HistoryPages.page(raw, wanted.getContinuationPoint(), history)
        .map(
            page ->
                new HistoryReadResult(
                    new StatusCode(
                        page.values().isEmpty() ? StatusCodes.Good_NoData : StatusCodes.Good),
                    page.next(),
                    ExtensionObject.encode(
                        getServer().getStaticEncodingContext(),
                        new HistoryData(page.values().toArray(DataValue[]::new)))))
        .orElseGet(() -> refused(StatusCodes.Bad_ContinuationPointInvalid));
  }

  private static HistoryReadResult refused(long status) {
    return new HistoryReadResult(new StatusCode(status), null, null);
  }
}
