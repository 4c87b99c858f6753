import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { completenessForCall } from "../completeness/completeness-for-call.ts";
import { foldOfCall } from "../completeness/fold-weights.ts";
import { pinned } from "../speculation/params.ts";
import { scriptTurn } from "../speculation/script.ts";
import { floorOf } from "./floor.ts";
import { compareSides, measureSide, type SideResult } from "./measure.ts";
import { pairs, selectPairs } from "./pairs.ts";
import { toSvg } from "./picture.ts";
import { playCall, type Happening, type OpenTalk, type SeenTurn } from "./play.ts";
import { lagOf, lagWarning, tableText, type LiveKitResult } from "./table.ts";
import { tellTurn, type Ears, type ToldTurn } from "./told.ts";
import { createVoice } from "./voice.ts";

/** "to pay", a pause of 500, "my bill": the recogniser hears "bell" first. Words of 200 ms, from 1,000 on. */
function turnAs(ears: Ears): ToldTurn {
  const words = [
    { text: "to", revised: "to", startMs: 1000, endMs: 1200 },
    { text: "pay", revised: "pay", startMs: 1200, endMs: 1400 },
    { text: "my", revised: "my", startMs: 1900, endMs: 2100 },
    { text: "bell", revised: "bill", startMs: 2100, endMs: 2300 },
  ];
  return tellTurn(scriptTurn({ callId: "a", user: "caller", index: 0 }, words, pinned), ears);
}

function linesOf(turn: ToldTurn): readonly string[] {
  return turn.told.map((one) => `${one.atMs} ${one.type}${"words" in one ? ` ${one.words.join(" ")}` : ""}`);
}

describe("what is told of a turn", () => {
  test("LK1 interims: every word 100 ms after its end, and the end 200 ms after the last", () => {
    expect(linesOf(turnAs("interims"))).toEqual([
      "300 interim to",
      "500 interim to pay",
      "1200 interim to pay my",
      "1400 interim to pay my bell",
      "1500 final to pay my bill",
      "1500 end to pay my bill",
    ]);
    expect(turnAs("interims")).toMatchObject({ index: 0, wordCount: 4, endMs: 1300 });
  });

  test("LK2 finals and voice: a final at every pause, and no end", () => {
    expect(linesOf(turnAs("finals-and-voice"))).toEqual([
      "0 voice-start",
      "400 voice-stop",
      "600 final to pay",
      "900 voice-start",
      "1300 voice-stop",
      "1500 final to pay my bill",
    ]);
  });

  test("LK3 an eager event with the corrected words at the end of the last, and the end 200 ms later", () => {
    expect(linesOf(turnAs("eager"))).toEqual([
      "1300 eager to pay my bill",
      "1500 final to pay my bill",
      "1500 end to pay my bill",
    ]);
  });
});

/** A clock that only sleeping moves, and what is planned on it. */
function createWorld() {
  let time = 0;
  let plans: { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => time,
    after(ms: number, run: () => void) {
      const plan = { at: time + ms, run };
      plans.push(plan);
      return () => void (plans = plans.filter((one) => one !== plan));
    },
    async sleep(ms: number) {
      const until = time + Math.max(0, ms);
      for (;;) {
        const next = plans.toSorted((one, other) => one.at - other.at)[0];
        if (next === undefined || next.at > until) break;
        plans = plans.filter((one) => one !== next);
        time = Math.max(time, next.at);
        next.run();
      }
      time = until;
    },
  };
}

describe("playing a call", () => {
  /** Answers 450 ms after every end, for a second. */
  function answering(world: ReturnType<typeof createWorld>, log: string[]): OpenTalk {
    return async (_call, report) => {
      let busy = false;
      const say = (happening: Happening): void => {
        log.push(`${world.now()} ${happening}`);
        report(happening);
      };
      return {
        tell(event) {
          log.push(`${world.now()} ${event.type}`);
          if (event.type !== "end") return;
          busy = true;
          say("commit");
          world.after(450, () => say("voice"));
          world.after(1450, () => (busy = false));
        },
        get busy() {
          return busy;
        },
        [Symbol.asyncDispose]: async () => void log.push(`${world.now()} closed`),
      };
    };
  }

  test("LK4 each turn is played at its own times, when the reply to the one before is over", async () => {
    const world = createWorld();
    const log: string[] = [];
    const turn = turnAs("eager");
    const seen = await playCall({ id: "a", turns: [turn, { ...turn, index: 1 }] }, answering(world, log), world);
    expect(log).toEqual([
      "1600 eager",
      "1800 final",
      "1800 end",
      "1800 commit",
      "2250 voice",
      "4850 eager",
      "5050 final",
      "5050 end",
      "5050 commit",
      "5500 voice",
      "6500 closed",
    ]);
    const commit = { atMs: 1500, told: 4, reopened: false, voiceAtMs: 1950 };
    expect(seen).toEqual([
      { callId: "a", index: 0, wordCount: 4, endMs: 1300, commits: [commit] },
      { callId: "a", index: 1, wordCount: 4, endMs: 1300, commits: [commit] },
    ]);
  });

  test("LK4 a turn that nobody answers is left after ten seconds", async () => {
    const world = createWorld();
    const silent: OpenTalk = async () => ({ tell() {}, busy: false, [Symbol.asyncDispose]: async () => {} });
    const [seen] = await playCall({ id: "a", turns: [turnAs("interims")] }, silent, world);
    expect(seen?.commits).toEqual([]);
    expect(world.now()).toBe(300 + 1300 + 10_000);
  });
});

describe("the voice", () => {
  function createSpeaker() {
    const world = createWorld();
    const log: string[] = [];
    const voice = createVoice({
      ...world,
      started: (reply) => void log.push(`${world.now()} started ${reply}`),
      finished: (reply) => void log.push(`${world.now()} finished ${reply}`),
    });
    return { world, log, voice };
  }

  test("LK5 is heard 150 ms after its first clause, and plays 60 ms a word", async () => {
    const { world, log, voice } = createSpeaker();
    voice.say("a", { index: 0, text: "I will look.", final: false });
    voice.say("a", { index: 1, text: "One moment.", final: false });
    voice.say("a", { index: 2, text: "", final: true });
    await world.sleep(1000);
    expect(log).toEqual(["150 started a", `${150 + 5 * 60} finished a`]);
    expect(voice.speaking).toBe(false);
  });

  test("LK5 a clause that was prepared 150 ms ago is heard at once, one that was prepared 50 ms ago after 100", async () => {
    const { world, log, voice } = createSpeaker();
    voice.prepare("a", 0);
    await world.sleep(200);
    voice.say("a", { index: 0, text: "Yes.", final: true });
    await world.sleep(100);
    voice.prepare("b", 0);
    await world.sleep(50);
    voice.say("b", { index: 0, text: "No.", final: true });
    await world.sleep(500);
    expect(log).toEqual(["200 started a", "260 finished a", "450 started b", "510 finished b"]);
  });

  test("LK5 a reply that is stopped is neither heard nor finished", async () => {
    const { world, log, voice } = createSpeaker();
    voice.say("a", { index: 0, text: "I will look.", final: true });
    await world.sleep(100);
    voice.stop();
    await world.sleep(1000);
    expect(log).toEqual([]);
  });
});

function seen(...commits: SeenTurn["commits"]): SeenTurn {
  return { callId: "a", index: 0, wordCount: 4, endMs: 1300, commits };
}

const lag = { p99: 1, max: 9 };
const counts = { requests: 6, tokensSent: 40 };

describe("the numbers of a side", () => {
  const whole = { atMs: 1500, told: 4, reopened: false, voiceAtMs: 2100 };

  test("LK6 the gap is that of the reply to the whole turn; who never answers counts 10 s", () => {
    const cut = { atMs: 700, told: 2, reopened: false, voiceAtMs: 1000 };
    const turns = [seen(cut, whole), seen(cut), seen({ ...whole, voiceAtMs: undefined }), seen()];
    const { gap_ms, unanswered } = measureSide(turns, counts, lag);
    expect([gap_ms.p50, gap_ms.p95, unanswered]).toEqual([10_000, 10_000, 3]);
    expect(measureSide([seen(cut, whole)], counts, lag).gap_ms.p50).toBe(800);
  });

  test("LK7 a commit before the last word is a cut, unless it was taken back; heard before the end, it talked over", () => {
    const silent = { atMs: 700, told: 2, reopened: false, voiceAtMs: undefined };
    const heard = { ...silent, voiceAtMs: 1000 };
    const turns = [seen(silent, heard, whole), seen({ ...silent, reopened: true }, whole), seen(silent, whole)];
    const result = measureSide(turns, counts, lag);
    expect([result.early_cutoffs, result.cuts, result.talked_over]).toEqual([2, 3, 1]);
    expect([result.calls_per_turn, result.output_tokens_per_turn]).toEqual([2, 13.333]);
  });

  test("LK8 the floor asks when all words are known: at the correction, the eager event or the final", () => {
    const replies = {
      tokensFor: (text: string) => (text === "to pay my bill" ? ["I ", "will ", "look. ", "So."] : []),
    };
    const floor = (ears: Ears): number => floorOf(turnAs(ears), replies, { ttftMs: 400, tokenMs: 20 });
    expect([floor("eager"), floor("interims"), floor("finals-and-voice")]).toEqual([590, 790, 790]);
  });

  test("a comparison is ours over theirs", () => {
    const one = measureSide([seen(whole)], counts, lag);
    const other = measureSide([seen({ ...whole, voiceAtMs: 1700 })], { requests: 3, tokensSent: 10 }, lag);
    expect(compareSides(one, other)).toEqual({
      gap_p50: 0.5,
      gap_p95: 0.5,
      gap_p50_difference_ms: -400,
      calls: 0.5,
      output_tokens: 0.25,
    });
  });
});

test("LK9 a server that is measured on a call has learned nothing from it", () => {
  const [id = ""] = Object.entries(foldOfCall).find(([, fold]) => fold === 3) ?? [];
  const said = "yes i would like to check";
  const program = `
    import { completeness } from ${JSON.stringify(new URL("../../packages/engine/src/policy/completeness/completeness.ts", import.meta.url).href)};
    console.log(completeness(${JSON.stringify(said)}));`;
  const hook = new URL("unseen-weights.ts?fold=3", import.meta.url).href;
  const run = (...args: readonly string[]): string =>
    spawnSync(process.execPath, [...args, "--input-type=module", "--eval", program], { encoding: "utf8" }).stdout;
  expect(Number(run("--import", hook))).toBe(completenessForCall(id)(said));
  expect(Number(run())).toBe(completenessForCall("a call that nobody knows")(said));
  expect(run("--import", hook)).not.toBe(run());
});

test("LK10 pairs are chosen by name, and an unknown one is an error that tells the names", () => {
  expect(selectPairs(["eager", "finals"]).map((pair) => pair.name)).toEqual(["eager", "finals"]);
  expect(() => selectPairs(["partials"])).toThrow("there is no partials; there are interims, finals, eager");
});

describe("what is printed", () => {
  const side: SideResult = measureSide([seen({ atMs: 1500, told: 4, reopened: false, voiceAtMs: 2100 })], counts, lag);
  const result: LiveKitResult = {
    machine: "here",
    node: "26",
    date: "today",
    livekit_version: "1.9.0",
    params: { data: "f", calls: 1, parallel: 1, ttft_ms: 400, token_ms: 20, first_sound_ms: 150, word_ms: 60 },
    server_lag_ms: lagOf([1, 2, 30]),
    pairs: pairs.map(({ name, about, livekit, repartee }) => ({
      name,
      about,
      settings: { livekit, repartee },
      floor_ms: { p50: 590, p95: 600 },
      livekit: side,
      repartee: side,
      ratio: compareSides(side, side),
    })),
  };

  test("the table and the picture have every pair, and no number that is none", () => {
    const text = tableText(result);
    for (const { name } of pairs) {
      expect(text).toContain(`${name}: LiveKit`);
      expect(toSvg(result)).toContain(`>${name}</text>`);
    }
    expect(text + toSvg(result)).not.toMatch(/NaN|undefined/);
    expect(toSvg(result)).toMatch(/^<svg[^>]+>[^]*<\/svg>\n$/);
  });

  test("LK11 a machine that was late by more than 25 ms at p99 is told of", () => {
    expect(lagWarning(result)).toContain("late by 30 ms");
    expect(lagWarning({ ...result, server_lag_ms: lagOf([1, 2, 3]) })).toBeUndefined();
  });
});

test("LK0 every rule of docs/benchmarks-livekit.md is a test's title, and the other way round", () => {
  const page = readFileSync(new URL("../../docs/benchmarks-livekit.md", import.meta.url), "utf8");
  const rules = [...page.matchAll(/\*\*(LK\d+)\*\*/gu)].map((match) => match[1]);
  const titles = globSync("*.test.ts", { cwd: new URL(".", import.meta.url) }).flatMap(
    (file) => readFileSync(new URL(file, import.meta.url), "utf8").match(/(?:describe|test)\("LK\d+/gu) ?? [],
  );
  expect(rules).toEqual([...new Set(rules)]);
  expect(new Set(titles.map((title) => title.slice(title.indexOf("LK"))))).toEqual(new Set(rules));
});
