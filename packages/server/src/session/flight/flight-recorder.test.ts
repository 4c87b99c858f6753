import { describe, expect, test } from "vitest";
import type { Flight, FlightDraft } from "./flight.ts";
import { mostBytes, mostFlights } from "./held-flights.ts";
import { draftStart, modelStart, openCockpit, reply, turnCommit, type Cockpit } from "./testing/cockpit.ts";

function flightOf({ recorder }: Cockpit, turnIdx = 1): Flight {
  const flight = recorder.find(turnIdx);
  if (flight === undefined) throw new Error(`there is no turn ${turnIdx}`);
  return flight;
}

function draftOf(cockpit: Cockpit, id: string): FlightDraft {
  const draft = flightOf(cockpit).drafts.find((one) => one.id === id);
  if (draft === undefined) throw new Error(`there is no draft ${id}`);
  return draft;
}

const usage = (out: number) => ({ in: 10, cached: 4, out });

describe("drafts", () => {
  test("FR1 each is told with why it began, on which words and evidence, and why it ended", () => {
    const cockpit = openCockpit()
      .at(100)
      .did({ type: "user-words", turnIdx: 1, text: "hel" }, draftStart("a", "hel"), modelStart("a"))
      .at(180)
      .did({ type: "model-cancel", draftId: "a" })
      .did({ type: "draft-revoke", draftId: "a", turnIdx: 1, reason: "contradicted", tokens: 3 })
      .at(200)
      .did({ type: "user-words", turnIdx: 1, text: "hello" }, draftStart("b", "hello"), modelStart("b"))
      .at(300)
      .did(turnCommit("b", { rung: "equal" }))
      .did({ type: "draft-adopt", draftId: "b", turnIdx: 1, rung: "equal", headStartMs: 100 });
    expect(flightOf(cockpit)).toMatchObject({ firstWordAt: 100, lastWordAt: 200, transcript: "hello" });
    expect(draftOf(cockpit, "a")).toMatchObject({
      startedAt: 100,
      reason: "pause",
      evidence: { completeness: 0.8, quietMs: 120 },
      groundedIn: "hel",
      endedAt: 180,
      fate: "revoked",
      fateReason: "contradicted",
    });
    expect(draftOf(cockpit, "b")).toMatchObject({ fate: "adopted", rung: "equal", headStartMs: 100 });
  });

  test("FR1 a reply that began at the end of the turn answered it; a greeting asked no model", () => {
    const cockpit = openCockpit()
      .at(50)
      .did(turnCommit("g", { reason: "greeting", transcript: "" }))
      .did({ type: "speech-clause", turnIdx: 1, draftId: "g", index: 0, text: "Hi.", final: true });
    expect(draftOf(cockpit, "g")).toMatchObject({
      purpose: "greeting",
      fate: "answered",
      rounds: [],
      firstClauseAt: 50,
    });
    cockpit.did(reply("g")).did(turnCommit("r", { turnIdx: 2 }), modelStart("r"));
    expect(flightOf(cockpit, 2).drafts).toMatchObject([
      { id: "r", purpose: "reply", fate: "answered", reason: undefined },
    ]);
  });

  test("FR2 what was asked beside the turns stands with the one that ends first behind it", () => {
    const cockpit = openCockpit()
      .at(10)
      .did(modelStart("w", { purpose: "warm" }))
      .at(15)
      .did({ type: "model-cancel", draftId: "w" })
      .at(20)
      .did(modelStart("s", { purpose: "summary" }))
      .at(30)
      .did(turnCommit("r"), modelStart("r"));
    expect(flightOf(cockpit).drafts.map(({ id }) => id)).toEqual(["w", "s", "r"]);
    cockpit.did(reply("r"));
    expect(flightOf(cockpit).drafts).toMatchObject([
      { id: "w", purpose: "warm", fate: "cancelled", startedAt: 10, endedAt: 15 },
      { id: "r" },
    ]);
    cockpit.at(90).news({ type: "model-finish", draftId: "s", reason: "stop" });
    cockpit.did(turnCommit("q", { turnIdx: 2 }), reply("q", { turnIdx: 2 }));
    expect(flightOf(cockpit, 2).drafts).toMatchObject([{ id: "s", fate: "finished", endedAt: 90 }, { id: "q" }]);
  });
});

describe("generations", () => {
  test("FR3 first part, first clause and end are timed; who answers, thinking and notices are kept", () => {
    const cockpit = openCockpit()
      .at(100)
      .did(draftStart("a", "hello"), modelStart("a"))
      .at(150)
      .part("a", { type: "notice", code: "fallback", message: "b answers" })
      .part("a", { type: "served", name: "hosted", model: "m", via: "host:1" })
      .part("a", { type: "reasoning-delta", text: "hm" })
      .at(400)
      .news({ type: "model-text", draftId: "a", text: "I see " })
      .at(440)
      .did({ type: "draft-clause", draftId: "a", turnIdx: 1, index: 0, text: "I see it." })
      .at(500)
      .news({ type: "model-finish", draftId: "a", reason: "stop" })
      .news({ type: "model-text", draftId: "a", text: "noise" })
      .news({ type: "model-usage", draftId: "a", usage: usage(7) });
    expect(draftOf(cockpit, "a")).toMatchObject({ firstClauseAt: 440, endedAt: 500, text: "I see " });
    expect(draftOf(cockpit, "a").notices).toEqual([{ at: 150, code: "fallback", message: "b answers" }]);
    expect(draftOf(cockpit, "a").rounds).toMatchObject([
      {
        askedAt: 100,
        thinkingAt: 150,
        firstTokenAt: 400,
        endedAt: 500,
        finishReason: "stop",
        usage: usage(7),
        upstream: { name: "hosted", model: "m", via: "host:1" },
      },
    ]);
  });

  test("FR3 a whole reply that is shorter than a clause counts as one; an opener that was there before does not", () => {
    const short = openCockpit()
      .did(draftStart("a", "x"), modelStart("a"))
      .at(30)
      .news({ type: "model-text", draftId: "a", text: "Yes" })
      .at(40)
      .news({ type: "model-finish", draftId: "a", reason: "stop" });
    expect(draftOf(short, "a").firstClauseAt).toBe(40);
    const clause = { type: "draft-clause", draftId: "b", turnIdx: 1 } as const;
    const opened = openCockpit()
      .did(draftStart("b", "x"), { ...clause, index: 0, text: "Sure." }, modelStart("b", { continueFrom: "Sure." }))
      .at(60)
      .did({ ...clause, index: 1, text: "It is here." });
    expect(draftOf(opened, "b")).toMatchObject({ continueFrom: "Sure.", firstClauseAt: 60 });
  });

  test("FR3 a failure is told with its reason, and every round of tools with its own messages", () => {
    const problem = { code: "model_stalled", message: "it went silent", upstream: "m" };
    const cockpit = openCockpit()
      .did(turnCommit("a"), modelStart("a"))
      .at(10)
      .news({ type: "model-tool-call", draftId: "a", call: { id: "c1", name: "look", arguments: "{}" } })
      .news({ type: "model-finish", draftId: "a", reason: "tool_calls" })
      .at(50)
      .did(modelStart("a", { round: 1, messages: [{ role: "tool", content: "4", toolCallId: "c1" }] }));
    expect(draftOf(cockpit, "a").endedAt).toBeUndefined();
    cockpit.at(70).news({ type: "model-failure", draftId: "a", problem });
    expect(draftOf(cockpit, "a")).toMatchObject({ problem, endedAt: 70 });
    expect(draftOf(cockpit, "a").rounds.map(({ messages }) => messages?.length)).toEqual([2, 1]);
  });
});

describe("turns", () => {
  test("FR4 every release is told with its evidence; one that was taken back says when and why", () => {
    const evidence = { completeness: 0.9, posterior: 0.95, quietMs: 300 };
    const cockpit = openCockpit()
      .at(100)
      .did(turnCommit("a", { evidence, graceMs: 400 }), modelStart("a"))
      .at(120)
      .did({ type: "speech-start", turnIdx: 1, draftId: "a" })
      .at(200)
      .did({ type: "turn-reopen", turnIdx: 1, draftId: "a", reason: "user_went_on" })
      .did({ type: "model-cancel", draftId: "a" })
      .at(500)
      .did(turnCommit("b", { transcript: "hello there" }), modelStart("b"));
    expect(flightOf(cockpit)).toMatchObject({
      transcript: "hello there",
      firstWordsAt: undefined,
      commits: [
        { at: 100, draftId: "a", evidence, graceMs: 400, reopened: { at: 200, reason: "user_went_on" } },
        { at: 500, draftId: "b", reopened: undefined },
      ],
    });
    expect(draftOf(cockpit, "a")).toMatchObject({ fate: "taken_back", fateReason: "user_went_on", endedAt: 200 });
  });

  test("FR7 a tool call is told with its times, also where it is answered when its turn is over", () => {
    const call = { turnIdx: 1, draftId: "a", callId: "c1", name: "look", arguments: "{}" };
    const result = { type: "tool-result", callId: "c1", output: "4", status: "success" } as const;
    const cockpit = openCockpit()
      .did(draftStart("a", "hello"), modelStart("a"))
      .at(10)
      .did({ type: "tool-prepare", ...call })
      .at(20)
      .did(turnCommit("a", { rung: "equal" }))
      .did({ type: "record", entry: { type: "tool-call", ...call, round: 0, upTo: 0, dueAt: 99, prepared: true } })
      .did(reply("a"))
      .at(80)
      .did({ type: "record", entry: result });
    expect(draftOf(cockpit, "a").calls).toEqual([
      { callId: "c1", name: "look", arguments: "{}", calledAt: 10, prepared: true, answeredAt: 80, status: "success" },
    ]);
    const gone = openCockpit()
      .did(draftStart("a", "hello"), modelStart("a"), { type: "tool-prepare", ...call })
      .at(5)
      .did({ type: "tool-withdraw", draftId: "a", turnIdx: 1, callId: "c1" });
    expect(draftOf(gone, "a").calls).toMatchObject([{ status: "withdrawn", answeredAt: 5 }]);
  });
});

describe("bounds", () => {
  function fly(cockpit: Cockpit, turnIdx: number, content: string): void {
    const id = `d${turnIdx}`;
    const messages = [
      { role: "system", content: "You are Mara." },
      { role: "user", content },
    ] as const;
    cockpit.did(turnCommit(id, { turnIdx }), modelStart(id, { messages }), reply(id, { turnIdx }));
  }

  test("FR8 the newest 50 turns are held; what two requests begin with is held once", () => {
    const cockpit = openCockpit();
    for (let turnIdx = 1; turnIdx <= mostFlights + 3; turnIdx += 1) fly(cockpit, turnIdx, `turn ${turnIdx}`);
    expect(cockpit.recorder.find(3)).toBeUndefined();
    expect(cockpit.recorder.find(4)).toBeDefined();
    const system = [10, 11].map((idx) => flightOf(cockpit, idx).drafts[0]?.rounds[0]?.messages?.[0]);
    expect(system[0]).toBe(system[1]);
  });

  test("FR8 where more than 4 MB was sent, the messages of the oldest turns go, and the rest stays", () => {
    const cockpit = openCockpit();
    const quarter = mostBytes / 2 / 4;
    for (let turnIdx = 1; turnIdx <= 6; turnIdx += 1) fly(cockpit, turnIdx, `${turnIdx}`.repeat(quarter));
    const held = [1, 2, 3, 4, 5, 6].map((idx) => flightOf(cockpit, idx).drafts[0]?.rounds[0]?.messages !== undefined);
    expect(held).toEqual([false, false, false, true, true, true]);
    expect(flightOf(cockpit, 1)).toMatchObject({ stripped: true, drafts: [{ id: "d1", fate: "answered" }] });
    expect(flightOf(cockpit, 6).stripped).toBe(false);
  });

  test("FR8 a turn keeps its newest 32 drafts, and says how many it had to leave out", () => {
    const cockpit = openCockpit();
    for (let one = 1; one <= 40; one += 1) {
      cockpit.did(draftStart(`d${one}`, "x"), modelStart(`d${one}`), { type: "model-cancel", draftId: `d${one}` });
    }
    expect(flightOf(cockpit).drafts.map(({ id }) => id)).toEqual(Array.from({ length: 32 }, (_, i) => `d${i + 9}`));
    expect(flightOf(cockpit).draftsLeftOut).toBe(8);
  });
});
