import { parseSpokenFile, type RecordedCall, type SpokenWord } from "../../packages/server/src/replay/spoken-file.ts";
import { selectCalls } from "../../packages/server/src/replay/spoken-turns.ts";
import { foldOfCall } from "../completeness/fold-weights.ts";
import { createDice, type Dice } from "./stress-dice.ts";
import { gapMs, interleave, join, place, type SaidTurn } from "./stress-speech.ts";

/** A made-up talk: what one user says turn by turn, and what is answered. */
export interface Talk {
  /** Of a call whose model of completeness has seen none of its words. */
  readonly id: string;
  readonly turns: readonly SaidTurn[];
  readonly answers: readonly string[];
}

/** One kind of talk that the policies were not set on, made from recorded calls. */
type Stress = (talks: readonly Talk[], dice: Dice) => readonly Talk[];

/**
 * What may be hard about talk that nobody has seen. In the talks themselves every turn is as it was recorded; `free` is the
 * nearest to conversation among friends: long talks of long turns, sentences that end where the turn does not, fillers,
 * and a fifth of the turns a listener's word.
 */
const stresses: Readonly<Record<string, Stress>> = {
  joined: (talks, dice) => talks.map((talk) => joinTurns(talk, dice, [2, 4])),
  slow: (talks) => talks.map((talk) => mapTurns(talk, (turn) => stretch(turn, 1.5))),
  fillers: (talks, dice) => talks.map((talk) => mapTurns(talk, (turn) => insertFillers(turn, dice, 0.08))),
  free: (talks, dice) => chain(talks, 40).map((talk) => mingle(talk, dice)),
  monologues: (talks, dice) => chain(talks, 160).map((talk) => joinTurns(talk, dice, [32, 40])),
  words: (talks, dice) => talks.map((talk) => mapTurns(talk, (turn) => [dice.pick(turn)])),
  written: (talks) => talks.map((talk) => mapTurns(talk, write)),
  overlapping: (talks) => talks.map((talk) => mapTurns(talk, overlap)),
};

/** `everyone`: there is no agent, every speaker is a user in turn. */
export const stressKinds: readonly string[] = ["everyone", ...Object.keys(stresses), "everyone, free"];

/** A file like those of bench/data, of this kind, from the recorded calls of another. The same seed makes the same. */
export function makeStress(text: string, kind: string, seed: number): string {
  const [first = "", second] = kind.split(", ");
  if (first === "everyone")
    return second === undefined ? withoutAgent(text) : makeStress(withoutAgent(text), second, seed);
  const stress = stresses[kind];
  if (stress === undefined) throw new Error(`no kind of stress ${kind}; there are ${stressKinds.join("; ")}`);
  const calls = parseSpokenFile(text);
  const talks = selectCalls(calls).map((side) => ({
    id: side.id,
    turns: side.turns.map(({ words }) => words),
    answers: answersIn(calls, side.id, side.user),
  }));
  return stress(talks, createDice(seed)).map(place).join("\n");
}

function withoutAgent(text: string): string {
  return text.replaceAll('"speaker":"agent"', '"speaker":"other"');
}

function answersIn(calls: readonly RecordedCall[], id: string, user: string): readonly string[] {
  const segments = calls.find((call) => call.id === id)?.segments ?? [];
  const others = segments.filter((segment) => segment.speaker !== user && segment.words.length > 0);
  return others.map((segment) => segment.words.map((word) => word.revised).join(" "));
}

function mapTurns(talk: Talk, change: (turn: SaidTurn) => SaidTurn): Talk {
  return { ...talk, turns: talk.turns.map(change) };
}

/** Talks of one fold, one after the other, until each has so many turns: its own model has seen none of them. */
function chain(talks: readonly Talk[], turns: number): readonly Talk[] {
  const chained: Talk[] = [];
  for (const fold of new Set(Object.values(foldOfCall))) {
    let open: Talk | undefined;
    for (const talk of talks.filter(({ id }) => (foldOfCall[id] ?? 0) === fold)) {
      open = open === undefined ? talk : chainTwo(open, talk);
      if (open.turns.length < turns) continue;
      chained.push(open);
      open = undefined;
    }
    if (open !== undefined) chained.push(open);
  }
  return chained;
}

function chainTwo(one: Talk, other: Talk): Talk {
  return { ...one, turns: [...one.turns, ...other.turns], answers: [...one.answers, ...other.answers] };
}

/** Each turn is several of the recorded ones, with a pause between them. */
function joinTurns(talk: Talk, dice: Dice, [least, most]: readonly [number, number]): Talk {
  const turns: SaidTurn[] = [];
  for (let from = 0; from < talk.turns.length;) {
    const count = dice.between(least, most);
    const parts = talk.turns.slice(from, from + count);
    turns.push(join(parts, () => gapMs(dice)));
    from += count;
  }
  return { ...talk, turns };
}

const listenerWords = [
  "yeah",
  "mhm",
  "uh-huh",
  "right",
  "okay",
  "oh",
  "oh yeah",
  "yeah right",
  "i see",
  "really",
] as const;

function mingle(talk: Talk, dice: Dice): Talk {
  const { turns, ...rest } = joinTurns(talk, dice, [1, 5]);
  const mingled = turns.flatMap((turn) => {
    const full = insertFillers(turn, dice, 0.05);
    return dice.chance(0.25) ? [full, spoken(dice.pick(listenerWords))] : [full];
  });
  return { ...rest, turns: mingled };
}

function spoken(text: string): SaidTurn {
  return text
    .split(" ")
    .map((word, index) => ({ text: word, revised: word, startMs: index * 260, endMs: index * 260 + 250 }));
}

const fillers = ["um", "uh", "well", "so", "like"] as const;

/** Said before a word now and then, with a silence behind it as behind a clause. */
function insertFillers(turn: SaidTurn, dice: Dice, share: number): SaidTurn {
  let later = 0;
  return turn.flatMap((word) => {
    const moved = (): SpokenWord => ({ ...word, startMs: word.startMs + later, endMs: word.endMs + later });
    if (!dice.chance(share)) return [moved()];
    const text = dice.pick(fillers);
    const filler = { text, revised: text, startMs: moved().startMs, endMs: moved().startMs + 250 };
    later += 250 + gapMs(dice) / 2;
    return [filler, moved()];
  });
}

/** Every pause of 150 ms or more lasts so many times as long. */
function stretch(turn: SaidTurn, times: number): SaidTurn {
  return interleave(turn, (gap) => (gap >= 150 ? gap * times : gap));
}

/** As a recogniser that writes: a capital at the beginning, a full stop at a pause and at the end. */
function write(turn: SaidTurn): SaidTurn {
  let begins = true;
  return turn.map((word, index) => {
    const gap = (turn[index + 1]?.startMs ?? Number.POSITIVE_INFINITY) - word.endMs;
    const mark = gap >= 400 ? "." : gap >= 200 ? "," : "";
    const writing = (text: string): string => (begins ? text.charAt(0).toUpperCase() + text.slice(1) : text) + mark;
    const written = { ...word, text: writing(word.text), revised: writing(word.revised) };
    begins = mark === ".";
    return written;
  });
}

/** Words that run into each other, and some that take no time at all: an aligner's output. */
function overlap(turn: SaidTurn): SaidTurn {
  return turn.map((word, index) => {
    if (index % 7 === 6) return { ...word, endMs: word.startMs };
    return index % 3 === 2 ? { ...word, endMs: word.endMs + 120 } : word;
  });
}
