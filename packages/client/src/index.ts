export { backoffMs, defaultRetryPolicy } from "./backoff.ts";
export type { RetryPolicy } from "./backoff.ts";
export { createClient } from "./client.ts";
export type { Client, ClientOptions, LiveOptions } from "./client.ts";
export type { ConnectionEnd, ConnectionState, Loss } from "./connection-state.ts";
export type { Unreadable } from "./connection.ts";
export type { ConversationBody, ConversationCalls } from "./conversations.ts";
export { createConversationView } from "./conversation-view.ts";
export type {
  ClauseView,
  CommitView,
  ContextView,
  ConversationView,
  DraftView,
  NoticeView,
  ReplyView,
  ToolCallView,
  ToolResultView,
  TurnView,
  UsageView,
} from "./conversation-view.ts";
export { foldConversation } from "./fold-conversation.ts";
export { foldToolResult } from "./fold-tool.ts";
export type { DoctorCalls, ExamineOptions } from "./doctor.ts";
export type { HostedModelCalls } from "./hosted-models.ts";
export type { LiveConversation, TranscriptOptions } from "./live-conversation.ts";
export type { CallOptions, Page, PageOptions, PersonaBody, PersonaCalls } from "./personas.ts";
export { ReparteeError } from "./repartee-error.ts";
export type { ClientErrorCode } from "./repartee-error.ts";
export type { SessionCalls } from "./session.ts";
export type { Socket, SocketConstructor } from "./socket.ts";
export type { Timers } from "./timers.ts";
export { recordTrace } from "./trace-recorder.ts";
export type { TraceOptions, TraceRecorder } from "./trace-recorder.ts";
export { viewRecord } from "./view-record.ts";
