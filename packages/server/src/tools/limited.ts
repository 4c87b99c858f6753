import { createContext, Script } from "node:vm";

const context: { work: (() => unknown) | undefined } = { work: undefined };
createContext(context);
const script = new Script("work()");

export type Limited<T> = { readonly ok: true; readonly value: T } | { readonly ok: false };

/**
 * Does work that may take for ever: a pattern, or a schema that refers to itself many times over, comes from others, and so
 * does what it is tried on. Whoever takes longer than `ms` is stopped where it is.
 */
export function limited<T>(ms: number, work: () => T): Limited<T> {
  let value: { readonly done: T } | undefined;
  context.work = () => void (value = { done: work() });
  try {
    script.runInContext(context, { timeout: ms });
  } catch (cause) {
    if (isTimeout(cause)) return { ok: false };
    throw cause;
  } finally {
    context.work = undefined;
  }
  return value === undefined ? { ok: false } : { ok: true, value: value.done };
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
