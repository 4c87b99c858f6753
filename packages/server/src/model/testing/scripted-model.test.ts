import { describe, expect, test } from "vitest";
import { ModelError } from "../../ports/model-client.ts";
import { collect, modelRequest, outcome, spoken } from "./generation.ts";
import { ScriptedModel } from "./scripted-model.ts";

const never = new AbortController().signal;

describe("ScriptedModel", () => {
  test("answers calls in the order in which they were scripted, and records what was asked", async () => {
    const model = new ScriptedModel();
    model.reply("one ", "two");
    model.expect(new ModelError("stalled", "it stalled", { upstream: "u" }));
    expect(spoken(await collect(model.stream(modelRequest(), never)))).toBe("one two");
    expect((await outcome(model.stream(modelRequest({}, { conversationId: "c2" }), never))).error?.code).toBe(
      "stalled",
    );
    expect(model.requests.map((request) => request.conversationId)).toEqual(["c0123456789abcdef", "c2"]);
    model.assertDone();
  });

  test("each part comes when the test releases it", async () => {
    const model = new ScriptedModel();
    const call = model.expect();
    const parts = model.stream(modelRequest(), never)[Symbol.asyncIterator]();
    const first = parts.next();
    expect((await call.started).upstream.name).toBe("custom-1");
    expect(await Promise.race([first, Promise.resolve("waiting")])).toBe("waiting");
    call.text("now");
    expect(await first).toEqual({ done: false, value: { type: "text-delta", text: "now" } });
    call.finish();
    expect(await parts.next()).toMatchObject({ value: { type: "finish" } });
    expect(call.state).toBe("finished");
  });

  test("counts what was aborted and what was left, and drops what comes later", async () => {
    const model = new ScriptedModel();
    const calls = [model.expect(), model.expect()];
    const abort = new AbortController();
    const aborted = outcome(model.stream(modelRequest(), abort.signal));
    abort.abort();
    expect((await aborted).error?.code).toBe("aborted");
    calls[1]!.text("a", "b");
    for await (const _ of model.stream(modelRequest(), never)) break;
    await Promise.all(calls.map((call) => call.untilCancelled));
    calls[1]!.text("late").finish();
    expect(model.cancellations).toBe(2);
    model.assertDone();
  });

  test("a finished call is not cancelled by what follows", async () => {
    const model = new ScriptedModel();
    model.reply("done");
    const abort = new AbortController();
    await collect(model.stream(modelRequest(), abort.signal));
    abort.abort();
    expect(model.cancellations).toBe(0);
  });

  test("an unscripted call fails at once, and again at the end", async () => {
    const model = new ScriptedModel();
    await expect(collect(model.stream(modelRequest(), never))).rejects.toThrow(
      "called 1 times, but 0 calls are scripted",
    );
    expect(() => model.assertDone()).toThrow("1 calls to the model were not scripted");
  });

  test("calls that were never made, or are still open, fail at the end", async () => {
    const model = new ScriptedModel();
    model.expect();
    expect(() => model.assertDone()).toThrow("1 scripted calls to the model were never made");
    void model.stream(modelRequest(), never)[Symbol.asyncIterator]().next(); // Stays open on purpose.
    expect(() => model.assertDone()).toThrow("call 1 to the model is still open");
  });
});
