export * from "./bounds.ts";
export { closestName } from "./closest-name.ts";
export { closeCodes, errorCodes, isErrorCode, isRetryableClose, isWarningCode, warningCodes } from "./codes.ts";
export type { CloseCode, CloseMeaning, ErrorCode, WarningCode } from "./codes.ts";
export { parseConnectOptions, toConnectQuery } from "./connect-options.ts";
export type { ConnectOptions, ConnectQuery, ConnectResult, TurnsBy } from "./connect-options.ts";
export { delivery, requiredFeature } from "./delivery.ts";
export type { Delivery } from "./delivery.ts";
export { encodeInbound } from "./encode-inbound.ts";
export { features, isFeature, parseFeatures } from "./features.ts";
export type { Feature } from "./features.ts";
export { flightRecord } from "./flight-record.ts";
export type { FlightRecord } from "./flight-record.ts";
export type { Refusal } from "./frame-text.ts";
export { inboundEvents, unsupportedEvents } from "./inbound.ts";
export type { InboundFrame, InboundFrameOf, InboundMessage, InboundProperties, InboundType } from "./inbound.ts";
export { outboundEvents } from "./outbound.ts";
export type { OutboundFrame, OutboundFrameOf, OutboundProperties, OutboundType } from "./outbound.ts";
export { parseInbound, readInbound } from "./parse-inbound.ts";
export type { InboundResult } from "./parse-inbound.ts";
export { encodeOutbound, parseOutbound, readOutbound } from "./parse-outbound.ts";
export type { OutboundResult, ReceivedFrame, UnknownFrame } from "./parse-outbound.ts";
export { readValue } from "./read-value.ts";
export type { ReadResult } from "./read-value.ts";
export {
  conversation,
  examinations,
  hostedModels,
  pageOf,
  patchOperation,
  persona,
  readErrorBody,
  verboseConversation,
} from "./rest.ts";
export type { Conversation, Examinations, HostedModels, PatchOperation, Persona, VerboseConversation } from "./rest.ts";
export { encodeTraceLine, parseTraceLine, traceLine } from "./trace.ts";
export type { TraceLine } from "./trace.ts";
export { turnNumbers } from "./turn-numbers.ts";
export type { Outcome, TurnNumbers } from "./turn-numbers.ts";
export { PROTOCOL_VERSION } from "./version.ts";
