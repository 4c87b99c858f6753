import { expect, test } from "vitest";
import type { Upstream } from "../ports/model-client.ts";
import { openStage, type StageOptions } from "./testing/session-stage.ts";

async function preparedBy(options: StageOptions): Promise<readonly string[]> {
  const prepared: string[] = [];
  const stage = openStage(options);
  Object.assign(stage.model, { prepare: (upstream: Upstream) => prepared.push(upstream.name) });
  await stage.create();
  stage.model.assertDone();
  return prepared;
}

test("R31 the model of a new conversation is told to get ready, and nothing is asked of it", async () => {
  expect(await preparedBy({})).toEqual(["scripted"]);
});

test("R31 a conversation that only echoes has no need of a model", async () => {
  expect(await preparedBy({ persona: { pipeline_mode: "echo" } })).toEqual([]);
});

test("R31 a conversation whose model cannot be called is created all the same", async () => {
  const resolveUpstream = (): Upstream => {
    throw new Error("its name is gone");
  };
  expect(await preparedBy({ resolveUpstream })).toEqual([]);
});
