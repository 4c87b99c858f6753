import { expect, test } from "vitest";
import { startEndpoint } from "../../bench/endpoint/endpoint.ts";
import type { LiveSocket } from "./testing/live-socket.ts";
import { startServer } from "./testing/running-server.ts";
import { createFolder } from "./testing/server-process.ts";
import type { OutboundFrame } from "@repartee/protocol";
import type { JsonObject } from "../../packages/server/src/ports/store.ts";

/** A talker that never stops: as soon as a turn is over it begins the next one. */
function talkOn(live: LiveSocket, name: string): void {
  let count = 0;
  const say = (): void =>
    live.send("conversation.user.turn_end", { text: `${name} says ${(count += 1)} of ${Date.now()}` });
  live.socket.once("open", say);
  live.socket.on("message", (text: Buffer) => {
    if (text.includes('"conversation.turn.completed"')) say();
  });
}

/** All that was announced to one client, over every server that it knew. */
interface Known {
  readonly id: string;
  readonly utterances: string[];
  readonly completed: Map<number, string>;
  highest: number;
}

function remember(known: Known, frames: readonly OutboundFrame[]): void {
  for (const frame of frames) {
    known.highest = Math.max(known.highest, frame.seq);
    if (frame.event_type === "conversation.utterance") known.utterances.push(textOf(frame.properties));
    if (frame.event_type === "conversation.turn.completed") {
      known.completed.set(frame.properties.turn_idx, frame.properties.outcome);
    }
  }
}

function textOf(properties: { role: string; speech: string }): string {
  return `${properties.role}: ${properties.speech}`;
}

function isCompletion(event: JsonObject): boolean {
  return event["event_type"] === "conversation.turn.completed";
}

test("L26 R9 R19 killed at any moment while clients talk: all that was announced is there, numbers rise, a cut turn fails once", async () => {
  using folder = createFolder();
  await using endpoint = await startEndpoint({ rate: 400 });
  const known: Known[] = [];
  // Where in the stream of frames the process dies: at the start, in replies, between turns.
  for (const [round, frames] of [3, 29, 71].entries()) {
    await using server = await startServer({ folder: folder.path });
    if (round < 2) {
      const { id } = await server.converse({ model: "bench", base_url: endpoint.url });
      known.push({ id, utterances: [], completed: new Map(), highest: 0 });
    }
    const talkers = known.map((one) => ({ one, live: server.dial(one.id), before: one.highest }));
    let seen = 0;
    const enough = Promise.withResolvers<void>();
    for (const { one, live } of talkers) {
      talkOn(live, `${one.id} in round ${round}`);
      live.socket.on("message", () => {
        seen += 1;
        if (seen >= frames) enough.resolve();
      });
    }
    await enough.promise;
    server.command.signal("SIGKILL");
    await Promise.all(talkers.map(({ live }) => live.closed));
    for (const { one, live, before } of talkers) {
      for (const frame of live.frames) expect(frame.seq, "a number of a new life").toBeGreaterThan(before);
      remember(one, live.frames);
    }
  }

  await using last = await startServer({ folder: folder.path });
  for (const one of known) {
    const live = last.dial(one.id, { query: `turns=client&after_seq=${one.highest}` });
    await live.until("system.hello");
    live.send("conversation.echo", { text: "The end." });
    await live.until("conversation.turn.completed", (frame) => frame.properties.end_of_turn_reason === "echo");
    const { events } = await last.verbose(one.id);
    const stored = events
      .filter((event) => event["event_type"] === "conversation.utterance")
      .map((event) => textOf(event["properties"] as { role: string; speech: string }));
    expect(stored).toEqual(expect.arrayContaining(one.utterances));
    const completions = events.filter(isCompletion).map((event) => Number(event["turn_idx"]));
    expect(new Set(completions).size, "every turn is completed once").toBe(completions.length);
    expect(completions).toEqual(Array.from(completions, (_, index) => index + 1));
    expect(completions).toEqual(expect.arrayContaining([...one.completed.keys()]));
    for (const frame of live.frames) expect(frame.seq).toBeGreaterThan(one.highest);
  }
  expect(known.every((one) => one.completed.size > 0)).toBe(true);
}, 15_000);
