import { describe, expect, test } from "vitest";
import {
  isReplicaSpeaking,
  isUserSpeaking,
  moveFloor,
  silentFloor,
  type FloorInput,
  type FloorPhase,
} from "./floor.ts";

const cells: readonly (readonly [FloorPhase, FloorInput, FloorPhase])[] = [
  ["silent", "user-start", "user"],
  ["silent", "user-stop", "silent"],
  ["silent", "replica-start", "replica"],
  ["silent", "replica-stop", "silent"],
  ["user", "user-start", "user"],
  ["user", "user-stop", "silent"],
  ["user", "replica-start", "both"],
  ["user", "replica-stop", "user"],
  ["replica", "user-start", "both"],
  ["replica", "user-stop", "replica"],
  ["replica", "replica-start", "replica"],
  ["replica", "replica-stop", "silent"],
  ["both", "user-start", "both"],
  ["both", "user-stop", "replica"],
  ["both", "replica-start", "both"],
  ["both", "replica-stop", "user"],
];

describe("F1 the floor is a product of two sides, each of which starts and stops", () => {
  test.each(cells)("%s, %s: %s", (phase, input, expected) => {
    expect(moveFloor({ ...silentFloor, phase }, input, 7).phase).toBe(expected);
  });
});

test("F2 what changes nothing gives the same value", () => {
  const floor = moveFloor(silentFloor, "user-start", 7);
  expect(moveFloor(floor, "user-start", 9)).toBe(floor);
  expect(moveFloor(floor, "replica-stop", 9)).toBe(floor);
});

test("F3 each side remembers when it began", () => {
  const both = moveFloor(moveFloor(silentFloor, "user-start", 7), "replica-start", 9);
  expect(both).toEqual({ ...silentFloor, phase: "both", userSince: 7, replicaSince: 9 });
  expect([isUserSpeaking(both), isReplicaSpeaking(both)]).toEqual([true, true]);
  expect([isUserSpeaking(silentFloor), isReplicaSpeaking(silentFloor)]).toEqual([false, false]);
});
