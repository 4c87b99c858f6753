import { createChunkWriter, doneEvent, finishReason } from "./chunk.ts";
import { endStep, eventStreamHead, wait, write } from "./script.ts";
import type { Plan, Script } from "./script.ts";

/** A reply as it should be: head, role, a token at a time at the asked pace, finish, usage, `[DONE]`. */
export function* healthyReply(plan: Plan): Script {
  yield eventStreamHead;
  yield* opening(plan, plan.tokens.length);
  yield* closing(plan);
  yield write(doneEvent);
  yield endStep;
}

/** The role chunk and the first `count` tokens. */
export function* opening(plan: Plan, count: number): Script {
  const chunks = createChunkWriter(plan);
  yield wait(plan.ttftMs);
  yield write(chunks.role());
  for (let index = 0; index < count; index += 1) {
    if (index > 0) yield wait(plan.gapMs);
    yield write(chunks.text(plan.tokens[index] ?? ""), 1);
  }
}

/** The calls, the finish chunk, and the usage where it was asked for. */
export function* closing(plan: Plan): Script {
  const chunks = createChunkWriter(plan);
  for (const [index, call] of plan.calls.entries()) yield write(chunks.call(index, call));
  yield write(chunks.finish(finishReason(plan)));
  if (plan.includeUsage) yield write(chunks.usage(plan.tokens.length));
}

/** The bytes of a whole reply, without its pauses. */
export function wholeReply(plan: Plan): string {
  let text = "";
  const script = healthyReply(plan);
  for (let step = script.next(); step.done !== true; step = script.next()) {
    if (step.value.type === "write" && typeof step.value.bytes === "string") text += step.value.bytes;
  }
  return text;
}
