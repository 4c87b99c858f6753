import type { EndedBy, Event, Transcript } from "@repartee/engine";
import type { ErrorCode, InboundFrame, InboundFrameOf } from "@repartee/protocol";

export type FrameReading =
  | { readonly ok: true; readonly event: Event }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string };

/** When and by whom: what a frame does not say itself. */
export interface FrameStamp {
  readonly at: number;
  readonly id: string;
  /** How the connection that sent it wants its turns to end. */
  readonly endedBy: EndedBy;
}

/** What a frame from a client means to the conversation. */
export function toEvent(frame: InboundFrame, { at, id, endedBy }: FrameStamp): FrameReading {
  const stamp = { at, id };
  switch (frame.event_type) {
    case "conversation.user.transcript":
      return ok({ ...stamp, type: "user-transcript", endedBy, transcript: toTranscript(frame.properties) });
    case "conversation.user.started_speaking":
      return ok({ ...stamp, type: "user-speech-start", endedBy });
    case "conversation.user.stopped_speaking":
      return ok({ ...stamp, type: "user-speech-stop" });
    case "conversation.user.turn_end":
      return ok({ ...stamp, type: "user-turn-end", endedBy, text: frame.properties.text });
    case "conversation.user.turn_resumed":
      return ok({ ...stamp, type: "user-turn-resume" });
    case "conversation.respond":
      return ok({ ...stamp, type: "user-respond", text: frame.properties.text });
    case "conversation.interrupt":
      return ok({ ...stamp, type: "interrupt" });
    case "conversation.echo":
      return readEcho(frame, stamp);
    case "conversation.overwrite_llm_context":
      return ok({ ...stamp, type: "context-overwrite", text: frame.properties.context });
    case "conversation.append_llm_context":
      return ok({ ...stamp, type: "context-append", text: frame.properties.context });
    case "conversation.tool_result":
      return ok(toToolResult(frame, stamp));
    case "conversation.replica.playback":
      return ok(toPlayback(frame, stamp));
    case "conversation.perception.observation":
      return ok({ ...stamp, type: "perception-update", text: toObservation(frame.properties) });
    case "conversation.perception.frame":
      return refuse("images are not looked at yet; send conversation.perception.observation with what is to be seen");
    case "conversation.sensitivity":
      return refuse("sensitivity cannot be changed while a conversation runs; set it in the persona");
  }
}

function toTranscript(given: InboundFrameOf<"conversation.user.transcript">["properties"]): Transcript {
  return {
    text: given.text,
    scope: given.scope ?? "turn",
    final: given.final ?? false,
    utteranceId: given.utterance_id,
    stability: given.stability,
    endOfTurnProbability: given.end_of_turn_probability,
  };
}

function readEcho(frame: InboundFrameOf<"conversation.echo">, stamp: { at: number; id: string }): FrameReading {
  const { properties } = frame;
  if (properties.modality === "audio") {
    return refuse("this layer speaks text, not sound: send the words of the echo as `text`");
  }
  const { text, done, inference_id: echoId = stamp.id } = properties;
  return ok({ ...stamp, type: "agent-echo", echoId, text, done });
}

function toToolResult(frame: InboundFrameOf<"conversation.tool_result">, stamp: { at: number; id: string }): Event {
  const { tool_call_id: callId, output, status } = frame.properties;
  return { ...stamp, type: "tool-result", callId, output, status };
}

function toPlayback(frame: InboundFrameOf<"conversation.replica.playback">, stamp: { at: number; id: string }): Event {
  const { inference_id: draftId, spoken_chars: spokenChars, spoken_text: spokenText, done = false } = frame.properties;
  return { ...stamp, type: "playback", draftId, spokenChars, spokenText, done };
}

/** As the perception layer writes it for a model; the text is data, and cannot close its own fence. */
function toObservation(seen: InboundFrameOf<"conversation.perception.observation">["properties"]): string {
  const parts = [
    ["user_appearance", seen.user_appearance],
    ["user_emotions", seen.user_emotions],
    ["user_screenshare", seen.user_screenshare],
  ] as const;
  return parts.flatMap(([tag, text]) => (text === undefined ? [] : [`<${tag}>${escapeTags(text)}</${tag}>`])).join(" ");
}

function escapeTags(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function ok(event: Event): FrameReading {
  return { ok: true, event };
}

function refuse(message: string): FrameReading {
  return { ok: false, code: "unsupported", message };
}
