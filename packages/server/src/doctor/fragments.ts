import { isRecord, textAt } from "./fields.ts";
import type { ReplyToolCall } from "./reply.ts";

/** Tool calls, put together from their fragments. */
export interface Fragments {
  /** Whether there was one. */
  push(fragments: unknown): boolean;
  calls(): readonly ReplyToolCall[];
}

export function createFragments(): Fragments {
  const calls = new Map<number, ReplyToolCall>();
  const add = (fragment: unknown, position: number): void => {
    if (!isRecord(fragment)) return;
    const index = typeof fragment["index"] === "number" ? fragment["index"] : position;
    const own = isRecord(fragment["function"]) ? fragment["function"] : {};
    const before = calls.get(index) ?? { id: "", name: "", arguments: "" };
    calls.set(index, {
      id: before.id || textAt(fragment, "id"),
      name: before.name || textAt(own, "name"),
      arguments: before.arguments + textAt(own, "arguments"),
    });
  };
  return {
    push(fragments) {
      if (!Array.isArray(fragments) || fragments.length === 0) return false;
      fragments.forEach(add);
      return true;
    },
    calls: () => [...calls.values()],
  };
}
