package io.poyang.edge.opcua;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;

/** Status codes as the standard names them, for people who will look them up. */
final class Statuses {
  /** What a server answers that cannot, or will not, hold values back by a deadband. */
  private static final List<Long> FILTER_REFUSED =
      List.of(
          StatusCodes.Bad_FilterNotAllowed,
          StatusCodes.Bad_MonitoredItemFilterUnsupported,
          StatusCodes.Bad_MonitoredItemFilterInvalid,
          StatusCodes.Bad_DeadbandFilterInvalid);

  /** What a server answers that has no history to read, whatever its nodes say. */
  private static final List<Long> HISTORY_UNSUPPORTED =
      List.of(
          StatusCodes.Bad_ServiceUnsupported,
          StatusCodes.Bad_HistoryOperationUnsupported,
          StatusCodes.Bad_HistoryOperationInvalid,
          StatusCodes.Bad_NotSupported,
          StatusCodes.Bad_NotImplemented,
          StatusCodes.Bad_UserAccessDenied);

  /** What a server answers that may have more to give another time. */
  private static final List<Long> BUSY =
      List.of(
          StatusCodes.Bad_NoContinuationPoints,
          StatusCodes.Bad_ContinuationPointInvalid,
          StatusCodes.Bad_TooManyOperations,
          StatusCodes.Bad_Timeout,
          StatusCodes.Bad_ResourceUnavailable,
          StatusCodes.Bad_OutOfMemory);

  private Statuses() {}

  static String name(StatusCode status) {
    return StatusCodes.lookup(status.value())
        .map(names -> names[0])
        .orElseGet(() -> "0x%08X".formatted(status.value()));
  }

  static boolean isFilterRefused(StatusCode status) {
    return FILTER_REFUSED.contains(status.value());
  }

  static boolean isHistoryUnsupported(StatusCode status) {
    return HISTORY_UNSUPPORTED.contains(status.value());
  }

  static boolean isBusy(StatusCode status) {
    return BUSY.contains(status.value());
  }

  /** Whether the server says that there is no such node (any more). */
  static boolean isGone(StatusCode status) {
    long code = status.value() & 0xFFFF_0000L;
    return code == StatusCodes.Bad_NodeIdUnknown || code == StatusCodes.Bad_NodeIdInvalid;
  }

  static StatusCode of(Throwable failure) {
    return UaException.extract(failure).map(UaException::getStatusCode).orElse(StatusCode.BAD);
  }

  static String hosts(X509Certificate certificate) {
    return Stream.concat(
            CertificateUtil.getSanDnsNames(certificate).stream(),
            CertificateUtil.getSanIpAddresses(certificate).stream())
        .reduce((a, b) -> a + ", " + b)
        .orElse("none");
  }
}
