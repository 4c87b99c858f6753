import type { Effect, Entry } from "../effect.ts";
import type { Event } from "../event.ts";
import { rule, type Seen, type Watch } from "./watch.ts";

type Commit = Extract<Effect, { type: "turn-commit" }>;

/** What is known from outside of the turn that is being answered. */
interface Answer {
  readonly commit: Commit;
  settled: boolean;
  told: number;
  /** Its last clause has left. */
  over: boolean;
  /** How far playback can have come, as it was told. */
  reach: number;
  /** Nothing was told of its playback, and nobody waits for it any longer. */
  unheardOf: boolean;
}

/** E1, E3, E4, E5: turns are committed, settled, completed and kept in this order, each once. */
export function createAnswerWatch(): Watch {
  const committed = new Map<number, string>();
  const completed = new Set<number>();
  const finished = new Set<string>();
  let answer: Answer | undefined;
  let playback = false;
  let history: readonly unknown[] = [];

  function onEvent(event: Event): void {
    if (event.type === "model-finish" || event.type === "model-failure") onFinish(event.draftId);
    if (event.type === "participant-join" && answer === undefined) playback = false;
    if (event.type === "timer" && event.timer === "grace" && answer !== undefined) answer.settled = true;
    if (event.type === "timer" && event.timer === "playback" && answer !== undefined) {
      answer.unheardOf = playback && answer.reach === 0 && answer.over;
    }
    if (event.type !== "playback") return;
    if (!playback && answer !== undefined) answer.reach = 0;
    playback = true;
    if (answer === undefined || event.draftId !== answer.commit.draftId) return;
    const all = event.done && (finished.has(event.draftId) || isScript(answer)) ? answer.told : 0;
    const reported = event.spokenChars ?? event.spokenText?.length ?? all;
    answer.reach = Math.max(answer.reach, Math.min(answer.told, reported));
    if (Math.min(answer.reach, answer.told) > 0) answer.settled = true;
  }

  function onFinish(draftId: string): void {
    finished.add(draftId);
    if (answer?.commit.draftId === draftId && answer.commit.reason !== "silence") answer.settled = true;
  }

  function onCommit(commit: Commit): void {
    const again = committed.has(commit.turnIdx);
    const highest = Math.max(0, ...committed.keys());
    rule("E1 turn numbers rise", again || commit.turnIdx > highest, `turn ${commit.turnIdx} after ${highest}`);
    rule("E1 a number returns only after a reopening", !completed.has(commit.turnIdx), commit.turnIdx);
    rule("E1 one turn is answered at a time", answer === undefined, commit.turnIdx);
    committed.set(commit.turnIdx, commit.draftId);
    const early = finished.has(commit.draftId) && commit.reason !== "silence";
    answer = {
      commit,
      settled: commit.graceMs === 0 || early,
      told: 0,
      over: false,
      unheardOf: false,
      reach: playback ? 0 : Number.POSITIVE_INFINITY,
    };
  }

  function onReopen(effect: Extract<Effect, { type: "turn-reopen" }>): void {
    rule("E5 only what is answered is reopened", answer?.commit.draftId === effect.draftId, effect.draftId);
    rule("E5 what was heard stays", answer?.settled === false, effect.turnIdx);
    answer = undefined;
  }

  function onEntry(entry: Entry): void {
    if (entry.type === "release") {
      rule("E3 only released words are stored", committed.get(entry.turnIdx) === entry.draftId, entry.turnIdx);
    }
    if (entry.type === "tool-call" && entry.dueAt !== undefined) {
      rule("E3 only a settled turn calls a tool", answer?.settled === true, entry.callId);
      rule(
        "E3 a tool is called by the draft that was committed",
        answer?.commit.draftId === entry.draftId,
        entry.callId,
      );
    }
    if (entry.type !== "reply") return;
    rule(
      "E4 only the turn that is answered is completed, once",
      answer?.commit.draftId === entry.draftId,
      entry.turnIdx,
    );
    rule(
      "E4 nothing counts as heard that was not played",
      answer?.unheardOf === true || entry.heard.length <= (answer?.reach ?? 0),
      entry.heard,
    );
    if (answer?.unheardOf === true) playback = false;
    completed.add(entry.turnIdx);
    answer = undefined;
  }

  function onEffect(effect: Effect): void {
    if (effect.type === "turn-commit") onCommit(effect);
    if (effect.type === "model-start") finished.delete(effect.draftId);
    if (effect.type === "turn-reopen") onReopen(effect);
    if (effect.type === "record") onEntry(effect.entry);
    if (effect.type === "speech-clause" && answer !== undefined) answer.over = effect.final;
    if (effect.type !== "speech-delta" || answer === undefined) return;
    answer.told = effect.whole.length;
    if (!playback) answer.settled = true;
  }

  function onState(state: Seen["state"]): void {
    if (state.session.phase === "ended") {
      for (const turnIdx of committed.keys()) rule("E4 the end completes every turn", completed.has(turnIdx), turnIdx);
    }
    if (state.context.history === history) return;
    history = state.context.history;
    const turns = state.context.history.flatMap((item) => (item.type === "turn" ? [item.turnIdx] : []));
    rule(
      "E3 only what is completed is history",
      turns.every((turnIdx) => completed.has(turnIdx)),
      turns.join(),
    );
    rule("E3 history holds a turn once", new Set(turns).size === turns.length, turns.join());
  }

  return ({ event, effects, state }) => {
    onEvent(event);
    for (const effect of effects) onEffect(effect);
    onState(state);
  };
}

function isScript(answer: Answer): boolean {
  return answer.commit.reason === "echo" || answer.commit.reason === "greeting";
}
