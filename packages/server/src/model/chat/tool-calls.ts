import type { ModelPart } from "../../ports/model-client.ts";
import type { ToolFragment } from "./chunk.ts";

const maxCalls = 64;
const maxArgumentChars = 1_048_576;

interface OpenCall {
  readonly index: number | undefined;
  id: string;
  name: string;
  arguments: string;
}

/** Assembles tool calls from their fragments, also where a server leaves out indexes or ids. */
export class ToolCalls {
  readonly #calls: OpenCall[] = [];
  readonly #createId: () => string;
  #chars = 0;

  constructor(createId: () => string) {
    this.#createId = createId;
  }

  /** Answers what is wrong where a bound is passed. */
  add(fragment: ToolFragment): string | undefined {
    this.#chars += fragment.arguments.length;
    if (this.#chars > maxArgumentChars) return `sent more than ${maxArgumentChars} characters of tool arguments`;
    const call = this.#callFor(fragment);
    if (call === undefined) return `called more than ${maxCalls} tools at once`;
    // The first name and id stand: some servers repeat them in every fragment.
    if (call.id === "") call.id = fragment.id;
    if (call.name === "") call.name = fragment.name;
    call.arguments += fragment.arguments;
    return undefined;
  }

  get empty(): boolean {
    return this.#calls.length === 0;
  }

  /** The whole calls, once. A call without arguments has an empty object. */
  take(): readonly ModelPart[] {
    return this.#calls.splice(0).map((call) => ({
      type: "tool-call",
      id: call.id === "" ? this.#createId() : call.id,
      name: call.name,
      arguments: call.arguments.trim() === "" ? "{}" : call.arguments,
    }));
  }

  #callFor(fragment: ToolFragment): OpenCall | undefined {
    const open = this.#openCall(fragment);
    if (open !== undefined && !startsAnother(open, fragment)) return open;
    if (this.#calls.length === maxCalls) return undefined;
    const call = { index: fragment.index, id: "", name: "", arguments: "" };
    this.#calls.push(call);
    return call;
  }

  #openCall({ index, id, name }: ToolFragment): OpenCall | undefined {
    const last = this.#calls.at(-1);
    if (index === undefined) return last;
    // Some servers number only what comes later: what has neither id nor name goes on with a call, and begins none.
    return this.#calls.findLast((call) => call.index === index) ?? (id === "" && name === "" ? last : undefined);
  }
}

// Some servers send every call with index 0, or with none: another id together with a name begins another call.
function startsAnother(open: OpenCall, fragment: ToolFragment): boolean {
  if (fragment.name === "") return false;
  if (fragment.id !== "") return open.id !== "" && fragment.id !== open.id;
  return fragment.index === undefined && open.name !== "" && open.arguments !== "";
}
