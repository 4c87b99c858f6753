import { formatAt, formatMs, formatTokens } from "./format.ts";
import type { LaneDraft } from "./lane-drafts.ts";
import type { LaneSpeech } from "./lane-speech.ts";
import { describeEnd, describeStart, fates, nameOfDraft, toolFates } from "./lane-words.ts";
import type { LaneTool, TurnLane } from "./turn-lane.ts";

/** Something in the lane that can be pointed at, in words: a name to read aloud, and what there is to know. */
export interface LanePart {
  /** As the rectangles carry it. */
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly facts: readonly LaneFact[];
}

export interface LaneFact {
  readonly term: string;
  readonly value: string;
}

/** LN16 All parts of a turn in the order of the rows, those included that a picture leaves out. */
export function toParts(lane: TurnLane): readonly LanePart[] {
  return [
    ...lane.drafts.map((draft) => toDraftPart(lane, draft)),
    ...lane.tools.map((tool) => toToolPart(lane, tool)),
    ...lane.speeches.map((speech) => toSpeechPart(lane, speech)),
  ];
}

function toDraftPart(lane: TurnLane, draft: LaneDraft): LanePart {
  const { name } = fates[draft.fate];
  const end = describeEnd(draft);
  const tokens = draft.tokens === undefined ? undefined : formatTokens(draft.tokens);
  const title = capitalise(nameOfDraft(draft));
  const commit = lane.commits.at(-1);
  const ahead = draft.fate === "adopted" && commit !== undefined ? formatMs(commit.atMs - draft.startMs) : undefined;
  return {
    id: draft.id,
    title,
    name: say([title, name, end, tokens, span(lane, draft.startMs, draft.endMs)]),
    facts: [
      { term: "fate", value: end === undefined ? name : `${name}: ${end}` },
      { term: "from", value: draft.transcript === "" ? "nothing yet" : `“${draft.transcript}”` },
      { term: "begun by", value: describeStart(draft) },
      { term: "when", value: span(lane, draft.startMs, draft.endMs) },
      ...(ahead === undefined ? [] : [{ term: "head start", value: ahead }]),
      ...(tokens === undefined ? [] : [{ term: "put out", value: tokens }]),
    ],
  };
}

function toToolPart(lane: TurnLane, tool: LaneTool): LanePart {
  const when = span(lane, tool.startMs, tool.endMs);
  const fate = toolFates[tool.fate];
  return {
    id: tool.id,
    title: `Tool ${tool.name}`,
    name: say([`Tool ${tool.name}`, fate, when]),
    facts: [
      { term: "fate", value: fate },
      { term: "when", value: when },
    ],
  };
}

const speechEnds: Readonly<Record<LaneSpeech["end"], string>> = {
  open: "still speaking",
  done: "to its end",
  cut: "cut off",
  "taken-back": "taken back",
};

function toSpeechPart(lane: TurnLane, speech: LaneSpeech): LanePart {
  const title = speech.basis === "heard" ? "Heard" : "Sent";
  const when = span(lane, speech.startMs, speech.endMs);
  const unheard = speech.unheard === "" ? [] : [{ term: "not heard", value: `“${speech.unheard}”` }];
  return {
    id: `speech-${speech.id}`,
    title,
    name: say([title, speechEnds[speech.end], when]),
    facts: [
      { term: "fate", value: speechEnds[speech.end] },
      { term: "words", value: speech.text === "" ? "none" : `“${speech.text}”` },
      ...unheard,
      { term: "when", value: when },
    ],
  };
}

function span({ startMs }: TurnLane, fromMs: number, toMs: number): string {
  return `${formatAt(fromMs - startMs)} to ${formatAt(toMs - startMs)} seconds`;
}

function say(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(", ");
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
