import type { ModelPart } from "../../ports/model-client.ts";

/** UTF-16 units of text that wait at the most; what is longer is passed on as it comes. */
const longestHeld = 2 * 1024 * 1024;
/** What a part counts for beside its text. */
const partWeight = 100;

/** What one upstream has said of an answer that nobody hears before its end. */
export class HeldAnswer {
  readonly #parts: ModelPart[] = [];
  #size = 0;

  /** Keeps a part; whether there is room for another. Texts that follow each other become one. */
  add(part: ModelPart): boolean {
    const last = this.#parts.at(-1);
    const joined = last === undefined ? undefined : join(last, part);
    if (joined === undefined) this.#parts.push(part);
    else this.#parts[this.#parts.length - 1] = joined;
    this.#size += lengthOf(part) + (joined === undefined ? partWeight : 0);
    return this.#size < longestHeld;
  }

  get parts(): readonly ModelPart[] {
    return this.#parts;
  }
}

function join(last: ModelPart, part: ModelPart): ModelPart | undefined {
  const isText = part.type === "text-delta" || part.type === "reasoning-delta";
  return isText && last.type === part.type ? { type: part.type, text: last.text + part.text } : undefined;
}

function lengthOf(part: ModelPart): number {
  if (part.type === "text-delta" || part.type === "reasoning-delta") return part.text.length;
  return part.type === "tool-call" ? part.name.length + part.arguments.length : 0;
}
