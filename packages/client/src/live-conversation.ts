import type { InboundMessage, InboundProperties, ReceivedFrame } from "@repartee/protocol";

import type { ConnectionState } from "./connection-state.ts";
import type { Connection, Unreadable } from "./connection.ts";

type TranscriptProperties = InboundProperties<"conversation.user.transcript">;
export type TranscriptOptions = Omit<TranscriptProperties, "text" | "final">;

/**
 * A conversation on the live channel. Iterate it once: leaving the loop closes it.
 *
 * The loop ends when the conversation is over or was closed, and throws where the connection is refused for good, where
 * the client gave up dialling, and with the signal's reason where it was aborted.
 */
export interface LiveConversation extends AsyncIterable<ReceivedFrame> {
  readonly conversationId: string;
  readonly state: ConnectionState;
  /** The highest `seq` seen: give it as `afterSeq` to go on elsewhere. */
  readonly seq: number | undefined;
  readonly unreadable: Unreadable;
  /** The state now and after each change; a slow reader is told the latest only. */
  states(): AsyncIterable<ConnectionState>;
  /** The user's words so far; they may still change. */
  partial(text: string, options?: TranscriptOptions): void;
  /** The user's words, which will not change. Does not end the turn. */
  final(text: string, options?: TranscriptOptions): void;
  transcript(properties: TranscriptProperties): void;
  startedSpeaking(): void;
  stoppedSpeaking(): void;
  /** The user's turn is over; `text` is the whole of it where it is known. */
  turnEnd(text?: string): void;
  turnResumed(text?: string): void;
  /** Finished user speech, such as a typed line. */
  respond(text: string): void;
  /** Has the agent say exactly this. */
  echo(text: string): void;
  interrupt(): void;
  overwriteContext(context: string): void;
  appendContext(context: string): void;
  sensitivity(properties: InboundProperties<"conversation.sensitivity">): void;
  playback(properties: InboundProperties<"conversation.replica.playback">): void;
  toolResult(properties: InboundProperties<"conversation.tool_result">): void;
  observation(properties: InboundProperties<"conversation.perception.observation">): void;
  perceptionFrame(properties: InboundProperties<"conversation.perception.frame">): void;
  /** Any message of the protocol. */
  send(message: InboundMessage): void;
  /** Closes the connection; the conversation itself goes on until it is ended. */
  close(): void;
}

/** What can be said in a conversation, in terms of `send`. */
export function createLiveConversation(conversationId: string, connection: Connection): LiveConversation {
  const send = (message: InboundMessage): void => connection.send(message);
  const head = { message_type: "conversation", conversation_id: conversationId } as const;
  let read = false;
  return {
    conversationId,
    get state() {
      return connection.state;
    },
    get seq() {
      return connection.seq;
    },
    get unreadable() {
      return connection.unreadable;
    },
    ...createWords(head, send),
    ...createControls(head, send),
    send,
    states: () => connection.states(),
    close: () => connection.close(),
    [Symbol.asyncIterator]() {
      if (read) throw new Error("a live conversation has one reader; fold its frames where several need them");
      read = true;
      return { next: () => connection.next(), return: () => leave(connection) };
    },
  };
}

interface Head {
  readonly message_type: "conversation";
  readonly conversation_id: string;
}
type Send = (message: InboundMessage) => void;

function createWords(head: Head, send: Send) {
  const transcript = (properties: TranscriptProperties): void =>
    send({ ...head, event_type: "conversation.user.transcript", properties });
  const mark = (text: string | undefined) => (text === undefined ? {} : { text });
  return {
    transcript,
    partial: (text: string, options?: TranscriptOptions) => transcript({ ...options, text }),
    final: (text: string, options?: TranscriptOptions) => transcript({ ...options, text, final: true }),
    startedSpeaking: () => send({ ...head, event_type: "conversation.user.started_speaking", properties: {} }),
    stoppedSpeaking: () => send({ ...head, event_type: "conversation.user.stopped_speaking", properties: {} }),
    turnEnd: (text?: string) => send({ ...head, event_type: "conversation.user.turn_end", properties: mark(text) }),
    turnResumed: (text?: string) =>
      send({ ...head, event_type: "conversation.user.turn_resumed", properties: mark(text) }),
    respond: (text: string) => send({ ...head, event_type: "conversation.respond", properties: { text } }),
  };
}

function createControls(head: Head, send: Send) {
  return {
    echo: (text: string) => send({ ...head, event_type: "conversation.echo", properties: { modality: "text", text } }),
    interrupt: () => send({ ...head, event_type: "conversation.interrupt", properties: {} }),
    overwriteContext: (context: string) =>
      send({ ...head, event_type: "conversation.overwrite_llm_context", properties: { context } }),
    appendContext: (context: string) =>
      send({ ...head, event_type: "conversation.append_llm_context", properties: { context } }),
    sensitivity: (properties: InboundProperties<"conversation.sensitivity">) =>
      send({ ...head, event_type: "conversation.sensitivity", properties }),
    playback: (properties: InboundProperties<"conversation.replica.playback">) =>
      send({ ...head, event_type: "conversation.replica.playback", properties }),
    toolResult: (properties: InboundProperties<"conversation.tool_result">) =>
      send({ ...head, event_type: "conversation.tool_result", properties }),
    observation: (properties: InboundProperties<"conversation.perception.observation">) =>
      send({ ...head, event_type: "conversation.perception.observation", properties }),
    perceptionFrame: (properties: InboundProperties<"conversation.perception.frame">) =>
      send({ ...head, event_type: "conversation.perception.frame", properties }),
  };
}

function leave(connection: Connection): Promise<IteratorReturnResult<undefined>> {
  connection.close();
  return Promise.resolve({ done: true, value: undefined });
}
