import type { Key } from "./key.ts";
import { editLine, emptyLine, type Line } from "./line-editor.ts";

/** Lines that may wait for the answer to the one before; past it Enter does nothing. */
const mostLinesAhead = 20;

/** The line that is typed, and finished ones that are not said yet. */
export class Composer {
  #line: Line = emptyLine;
  readonly #ahead: string[] = [];

  get line(): Line {
    return this.#line;
  }

  /** Whether the words have changed. */
  edit(key: Key): boolean {
    const { text } = this.#line;
    this.#line = editLine(this.#line, key);
    return this.#line.text !== text;
  }

  /** The line is done: a new one begins. */
  take(): string {
    const { text } = this.#line;
    this.#line = emptyLine;
    return text;
  }

  /** The line is done and waits for its turn; where too many wait it stays as it is. */
  defer(): void {
    if (this.#ahead.length < mostLinesAhead) this.#ahead.push(this.take());
  }

  /** The oldest line that waits. */
  next(): string | undefined {
    return this.#ahead.shift();
  }

  /** What could not be said is the line again, unless another one is typed already. */
  restore(text: string): void {
    if (this.#line.text === "") this.#line = { text, cursor: text.length };
  }
}
