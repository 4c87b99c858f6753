import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import type { ReceivedFrame } from "@repartee/protocol";

import { createClient } from "../../client.ts";
import type { LiveConversation } from "../../live-conversation.ts";
import { recordTrace } from "../../trace-recorder.ts";

// Records the fixture `talk.ndjson`: a real server, a model of known pace, and a caller who reports what was played.
//   node --conditions=repartee packages/client/src/lane/testing/record-talk.ts

const root = fileURLToPath(new URL("../../../../..", import.meta.url));
const output = fileURLToPath(new URL("../fixtures/talk.ndjson", import.meta.url));
const apiKey = "rp_record000000000000000000000001";

/** What is said, and for how long nothing is said after it. */
type Line = readonly [words: string, pauseMs: number];

const wordMs = 180;
/** How fast the mouth speaks, in characters a second, and when it begins after the first words came. */
const mouth = { charsPerSecond: 18, step: 12, delayMs: 190 };

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "repartee-record-"));
  const model = start(["bench/endpoint/main.ts", "--ttft", "380", "--rate", "40"], {});
  const serve = ["packages/server/src/main.ts", "start", "--port", "0", "--data-dir", dataDir, "--log-level", "error"];
  const server = start(serve, { REPARTEE_API_KEY: apiKey, REPARTEE_DETECT: "off" });
  try {
    const [llmUrl, baseUrl] = [await addressOf(model), await addressOf(server)];
    await writeFile(output, await record(baseUrl, llmUrl));
  } finally {
    for (const child of [server, model]) {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    }
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function record(baseUrl: string, llmUrl: string): Promise<string> {
  const client = createClient({ baseUrl, apiKey });
  const persona = await client.personas.create({
    persona_name: "Mara",
    system_prompt: "You take calls for a bank.",
    layers: { llm: { model: "bench", base_url: llmUrl } },
  });
  const { conversation_id: id } = await client.conversations.create({ persona_id: persona.persona_id });
  const trace = recordTrace();
  const live = client.connect(id, { features: ["drafts", "streaming"], trace });
  const caller = new Caller(live);
  // A draft dies of the next word; the second one is adopted.
  await caller.say("first", [
    ["I lost my debit", 420],
    ["card", 0],
  ]);
  await caller.turnOver(1);
  // Two pauses inside the turn; the third answer is asked for when it is over.
  await caller.say("second", [
    ["could you tell me", 330],
    ["whether the card", 400],
    ["is still valid", 0],
  ]);
  await caller.turnOver(2);
  caller.plays = true;
  await caller.say("third", [
    ["and please send it", 300],
    ["to my office", 0],
  ]);
  await caller.turnOver(3);
  // Goes on after silence had ended the turn, before a word was heard.
  await caller.say("fourth", [
    ["to the Zurich one", 650],
    ["I mean", 0],
  ]);
  await caller.turnOver(4);
  // Cuts the agent off.
  await caller.say("fifth", [["when will it come", 0]]);
  await caller.heard(20);
  await caller.say("sixth", [
    ["hold on", 80],
    ["this week I am away", 0],
  ]);
  await caller.turnOver(6);
  live.close();
  await caller.done;
  return trace.toNdjson();
}

/** Says words as a recogniser tells them, and plays what comes. */
class Caller {
  /** Whether it tells how far the mouth has got. */
  plays = false;
  readonly done: Promise<void>;
  readonly #live: LiveConversation;
  #completed = 0;
  #heard = 0;
  #mouth: AbortController = new AbortController();

  constructor(live: LiveConversation) {
    this.#live = live;
    this.done = this.#read();
  }

  async say(utteranceId: string, lines: readonly Line[]): Promise<void> {
    let text = "";
    this.#heard = 0;
    for (const [words, pauseMs] of lines) {
      for (const word of words.split(" ")) {
        text = `${text} ${word}`.trim();
        this.#live.partial(text, { utterance_id: utteranceId });
        await pause(wordMs);
      }
      await pause(pauseMs);
    }
  }

  /** Waits until that turn is over, and then a little. */
  async turnOver(turnIdx: number): Promise<void> {
    while (this.#completed < turnIdx) await pause(20);
    await pause(500);
  }

  async heard(chars: number): Promise<void> {
    while (this.#heard < chars) await pause(10);
  }

  async #read(): Promise<void> {
    for await (const frame of this.#live) this.#take(frame);
  }

  #take(frame: ReceivedFrame): void {
    switch (frame.event_type) {
      case "conversation.turn.completed":
        this.#completed = frame.properties.turn_idx;
        this.#mouth.abort();
        break;
      case "conversation.turn.reopened":
        this.#mouth.abort();
        break;
      case "conversation.turn.committed":
        this.#mouth = new AbortController();
        break;
      case "conversation.replica.delta":
        // Ends by itself, or with its signal.
        if (frame.properties.index === 0 && this.plays) void this.#play(frame.inference_id ?? "", this.#mouth.signal);
        break;
      default:
    }
  }

  async #play(inferenceId: string, signal: AbortSignal): Promise<void> {
    await pause(mouth.delayMs);
    for (let chars = mouth.step; !signal.aborted && chars < 400; chars += mouth.step) {
      this.#heard = chars;
      this.#live.playback({ inference_id: inferenceId, spoken_chars: chars });
      await pause((mouth.step / mouth.charsPerSecond) * 1000);
    }
  }
}

function start(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const command = ["--conditions=repartee", ...args];
  return spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("the program has no standard output");
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /listening on (\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error("the program ended before it said where it listens");
}

await main();
