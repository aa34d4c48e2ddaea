/** OPC UA status codes (OPC 10000-4, 7.39) as an operator needs them. */

export type Severity = 'good' | 'uncertain' | 'bad';

const SEVERITIES: readonly Severity[] = ['good', 'uncertain', 'bad'];

/** The two highest bits decide, whether the code came as a signed or an unsigned number. */
export function severity(status: number): Severity {
  const top = (status >>> 30) & 3;
  return SEVERITIES[top] ?? 'bad'; // 11 is reserved: never better than bad
}

/** The quality column of /api/readings: 0 good, 1 uncertain, 2 bad. */
export function severityOf(level: number | undefined): Severity {
  return SEVERITIES[level ?? 2] ?? 'bad';
}

export function level(status: number): number {
  return SEVERITIES.indexOf(severity(status));
}

/** Codes an instrument or a gateway really sends; the others are shown as hexadecimal. */
const NAMES: Readonly<Record<number, string>> = {
  0x00000000: 'Good',
  0x00960000: 'GoodLocalOverride',
  0x40000000: 'Uncertain',
  0x408f0000: 'UncertainNoCommunicationLastUsableValue',
  0x40900000: 'UncertainLastUsableValue',
  0x40910000: 'UncertainSubstituteValue',
  0x40920000: 'UncertainInitialValue',
  0x40930000: 'UncertainSensorNotAccurate',
  0x40940000: 'UncertainEngineeringUnitsExceeded',
  0x40950000: 'UncertainSubNormal',
  0x80000000: 'Bad',
  0x80050000: 'BadCommunicationError',
  0x800a0000: 'BadTimeout',
  0x80310000: 'BadNoCommunication',
  0x80320000: 'BadWaitingForInitialData',
  0x80340000: 'BadNodeIdUnknown',
  0x808a0000: 'BadNotConnected',
  0x80890000: 'BadConfigurationError',
  0x808b0000: 'BadDeviceFailure',
  0x808c0000: 'BadSensorFailure',
  0x808d0000: 'BadOutOfService',
  0x803c0000: 'BadOutOfRange',
};

/** `BadSensorFailure`, or `0x80FF0000` for a code without a name here. Info bits are ignored. */
export function statusName(status: number): string {
  const code = (status & 0xffff0000) >>> 0;
  return NAMES[code] ?? '0x' + (status >>> 0).toString(16).toUpperCase().padStart(8, '0');
}
