import { describe, expect, test } from "vitest";
import { recordedCall, segmentOf } from "./testing/recorded.ts";
import { endOfTurn, selectCalls, startOfTurn, textOfTurn } from "./spoken-turns.ts";

function textsOf(...segments: Parameters<typeof recordedCall>[0]): readonly (readonly string[])[] {
  return selectCalls([recordedCall(segments)]).map((side) => side.turns.map(textOfTurn));
}

describe("the turns of a call", () => {
  test("Y11 a turn is the run of a user's segments until another speaker's starts", () => {
    const turns = textsOf(
      segmentOf("agent", 0, "hello"),
      segmentOf("caller", 1000, "hi"),
      segmentOf("caller", 3000, "my card is gone"),
      segmentOf("agent", 5000, "oh"),
      segmentOf("caller", 6000, "yes"),
    );
    expect(turns).toEqual([["hi my card is gone", "yes"]]);
  });

  test("a segment of someone else without a word ends a turn too", () => {
    expect(textsOf(segmentOf("caller", 0, "hi"), segmentOf("agent", 500, ""), segmentOf("caller", 1000, "me"))).toEqual(
      [["hi", "me"]],
    );
  });

  test("the user's own noise neither makes a turn nor ends one", () => {
    expect(
      textsOf(segmentOf("caller", 0, "hi"), segmentOf("caller", 500, ""), segmentOf("caller", 1000, "me")),
    ).toEqual([["hi me"]]);
    expect(
      textsOf(segmentOf("caller", 0, ""), segmentOf("agent", 500, "hello"), segmentOf("caller", 1000, "hi")),
    ).toEqual([["hi"]]);
  });

  test("a turn starts with its first word and ends with its last", () => {
    const [side] = selectCalls([recordedCall([segmentOf("caller", 1000, "my card")])]);
    const turn = side!.turns[0]!;
    expect([startOfTurn(turn), endOfTurn(turn)]).toEqual([1000, 1500]);
  });
});

describe("who is the user", () => {
  const agent = segmentOf("agent", 0, "hello");
  const ann = segmentOf("ann", 1000, "hi");
  const bob = segmentOf("bob", 2000, "hey");

  test("everyone but the agent, one side each", () => {
    expect(selectCalls([recordedCall([agent, ann, bob])]).map(({ user }) => user)).toEqual(["ann", "bob"]);
  });

  test("in a file without an agent each speaker in turn", () => {
    expect(selectCalls([recordedCall([ann, bob])]).map(({ user }) => user)).toEqual(["ann", "bob"]);
  });

  test("or the one who was named, also the agent", () => {
    expect(selectCalls([recordedCall([agent, ann])], "agent").map(({ user }) => user)).toEqual(["agent"]);
  });

  test("a call in which the user says nothing is left out", () => {
    const silent = recordedCall([agent, segmentOf("ann", 1000, "")]);
    expect(selectCalls([silent, recordedCall([agent, ann])])).toHaveLength(1);
  });

  test("nothing to play is an error that says whom the file has", () => {
    expect(() => selectCalls([recordedCall([agent])])).toThrow(
      'the file has no timed word of a user (anyone but the agent); its speakers are "agent"',
    );
    expect(() => selectCalls([recordedCall([agent, ann])], "eve")).toThrow(
      'no one in the file is named "eve"; it has "agent", "ann"',
    );
    expect(() => selectCalls([recordedCall([])])).toThrow("its speakers are no speakers");
  });
});
