import type { SpokenWord } from "../../packages/server/src/replay/spoken-file.ts";
import type { Dice } from "./stress-dice.ts";
import type { Talk } from "./stress.ts";

/** The words of a turn, at least one. */
export type SaidTurn = readonly SpokenWord[];

/** A pause where somebody could have answered: between 100 ms and 3 s, half of them longer than 550 ms. */
export function gapMs(dice: Dice): number {
  return Math.min(3000, Math.max(100, dice.lognormal(550, 0.7)));
}

/** The turns as one, with pauses between them. */
export function join(turns: readonly SaidTurn[], pauseMs: () => number): SaidTurn {
  const joined: SpokenWord[] = [];
  for (const turn of turns) {
    const last = joined.at(-1);
    joined.push(...moveTo(turn, last === undefined ? 0 : last.endMs + pauseMs()));
  }
  return joined;
}

/** The same words with other silences between them. */
export function interleave(turn: SaidTurn, silence: (gapMs: number) => number): SaidTurn {
  let [before, later] = [turn[0]?.startMs ?? 0, 0];
  return turn.map((word) => {
    const gap = word.startMs - before;
    before = word.endMs;
    later += silence(gap) - gap;
    return { ...word, startMs: word.startMs + later, endMs: word.endMs + later };
  });
}

function moveTo(turn: SaidTurn, startMs: number): SaidTurn {
  const by = startMs - (turn[0]?.startMs ?? 0);
  return turn.map((word) => ({ ...word, startMs: word.startMs + by, endMs: word.endMs + by }));
}

/** A talk as a line of a file: a turn of the user, an answer of the agent, two seconds behind each. */
export function place({ id, turns, answers }: Talk): string {
  let at = 0;
  const next = (words: SaidTurn): SaidTurn => {
    const placed = moveTo(words, at);
    at = Math.max(...placed.map(({ endMs }) => endMs)) + 2000;
    return placed;
  };
  const told = turns.flatMap((turn, index) => {
    const answer = answers[index % Math.max(1, answers.length)] ?? "okay";
    const words = answer.split(" ").map((text, place) => wordAt(text, place * 250));
    return [segment("caller", next(turn)), segment("agent", next(words))];
  });
  const rest = answers.slice(turns.length).map((answer) => {
    const words = answer.split(" ").map((text, place) => wordAt(text, place * 250));
    return segment("agent", next(words));
  });
  return JSON.stringify({ id, turns: [...told, ...rest] });
}

function wordAt(text: string, startMs: number): SpokenWord {
  return { text, revised: text, startMs, endMs: startMs + 240 };
}

function segment(speaker: string, words: SaidTurn): object {
  const startMs = Math.round(words[0]?.startMs ?? 0);
  const times = words.map((word) => [
    Math.max(0, Math.round(word.startMs) - startMs),
    Math.round(word.endMs - word.startMs),
  ]);
  const text = words.map((word) => word.revised).join(" ");
  const asr = words.map((word) => word.text).join(" ");
  return { speaker, start_ms: startMs, text, ...(asr === text ? {} : { asr }), words: times };
}
