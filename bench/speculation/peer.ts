import { isSameWords, toWords } from "../../packages/engine/src/transcript/words.ts";
import { isExact, type HeardEvent, type TurnScript } from "./script.ts";
import type { Commit, TurnTrace } from "./trace.ts";
import { abortCall, endOfCall, tokenAt, type ModelCall, type Upstream } from "./upstream.ts";

/** How a peer decides, emulated: a fixed wait for the end, and drafts on finals or none. */
export interface PeerRules {
  /** From the moment in which the voice stops to the end of the turn, if it does not start again. */
  readonly waitMs: number;
  /** How many drafts may be started on finals before each commit; each stands in place of the one before. */
  readonly drafts: number;
  /** What aborts a draft before the commit, besides the next one. */
  readonly abortsOn: "next-word" | "nothing";
}

interface PeerDraft {
  readonly call: ModelCall;
  readonly words: readonly string[];
}

/**
 * One turn as a peer would have answered it. A draft is adopted where the normalised words are equal. A commit is final:
 * when the user goes on after it the reply is cut off at the next word, and what follows is a turn of its own.
 */
export function simulatePeer(turn: TurnScript, rules: PeerRules, upstream: Upstream): TurnTrace {
  const peer = createPeer(turn, rules, upstream);
  let due: number | undefined;
  for (const event of [...turn.events, undefined]) {
    if (due !== undefined && (event === undefined || due < event.at)) {
      peer.commit(due);
      due = undefined;
    }
    if (event?.type === "voice-start") due = undefined;
    if (event?.type === "voice-stop") due = event.at + rules.waitMs;
    if (event?.type === "partial" || event?.type === "final") peer.hear(event);
  }
  return peer.trace();
}

type HeardTranscript = Extract<HeardEvent, { readonly words: readonly string[] }>;

interface Peer {
  hear(event: HeardTranscript): void;
  commit(at: number): void;
  trace(): TurnTrace;
}

function createPeer(turn: TurnScript, rules: PeerRules, upstream: Upstream): Peer {
  const calls: ModelCall[] = [];
  const replies: Answered[] = [];
  const fates = { adopted: 0, salvaged: 0, discarded: 0 };
  let heard: readonly string[] = [];
  let draft: PeerDraft | undefined;
  let started = 0;

  /** What was said since the last commit. */
  const rest = (): string => heard.slice(replies.at(-1)?.told ?? 0).join(" ");
  const ask = (at: number): ModelCall => {
    const call = upstream.call(turn, { number: calls.length, at, transcript: rest() });
    calls.push(call);
    return call;
  };
  const dropDraft = (at: number): void => {
    if (draft === undefined) return;
    abortCall(draft.call, at);
    fates.discarded += 1;
    draft = undefined;
  };
  const startDraft = (at: number): void => {
    const words = toWords(rest());
    if (words.length === 0 || (draft !== undefined && isSameWords(draft.words, words))) return;
    dropDraft(at);
    if (started >= rules.drafts) return;
    started += 1;
    draft = { call: ask(at), words };
  };

  return {
    hear({ type, at, words }) {
      const more = words.length > heard.length;
      heard = words;
      const running = replies.at(-1);
      if (more && running !== undefined) abortCall(running.call, at);
      if (more && rules.abortsOn === "next-word") dropDraft(at);
      if (type === "final" && rules.drafts > 0) startDraft(at);
    },
    commit(at) {
      const words = toWords(rest());
      if (words.length === 0) return;
      const fits = draft !== undefined && isSameWords(draft.words, words);
      if (!fits) dropDraft(at);
      const call = draft?.call ?? ask(at);
      if (fits) fates.adopted += 1;
      draft = undefined;
      started = 0;
      replies.push({ at, told: heard.length, exact: isExact(turn, heard), call });
    },
    trace: () => ({ turn, calls, warmCalls: 0, commits: replies.map(toCommit), drafts: fates }),
  };
}

/** A commit, and the call that answers it. */
type Answered = Pick<Commit, "at" | "told" | "exact"> & { readonly call: ModelCall };

/** What a policy that holds a call's tokens until the commit lets out of it, and when. */
export function toCommit({ at, told, exact, call }: Answered): Commit {
  const { abortedAt } = call;
  const deltas = call.tokens.flatMap((text, index) => {
    const come = tokenAt(call, index);
    return abortedAt !== undefined && come > abortedAt ? [] : [{ at: Math.max(at, come), text }];
  });
  const finishedAt = abortedAt === undefined ? Math.max(at, endOfCall(call)) : undefined;
  return { at, told, exact, reopened: false, deltas, finishedAt };
}
