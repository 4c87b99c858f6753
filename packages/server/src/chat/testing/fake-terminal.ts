import type { Terminal } from "../../ports/terminal.ts";
import { cellsOfGrapheme, graphemesOf } from "../cells.ts";

/**
 * A terminal as rows of text. It knows what the chat may use of one, and throws at anything else: above all at whatever
 * would change a row that is not the last.
 */
export class FakeTerminal implements Terminal {
  columns: number;
  keysTaken = false;
  pasteMarked = false;
  #rows: string[][] = [[]];
  #column = 0;
  readonly #watchers = new Set<() => void>();

  constructor(columns = 60) {
    this.columns = columns;
  }

  takeKeys(): () => void {
    this.keysTaken = true;
    return () => void (this.keysTaken = false);
  }

  watchSize(run: () => void): () => void {
    this.#watchers.add(run);
    return () => void this.#watchers.delete(run);
  }

  resize(columns: number): void {
    this.columns = columns;
    for (const run of this.#watchers) run();
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  /** All rows that ever were. */
  get text(): string {
    const rows = this.#rows.map((cells) => cells.join("").trimEnd());
    return rows.join("\n");
  }

  get cursor(): number {
    return this.#column;
  }

  readonly write = (text: string): void => {
    let rest = text;
    while (rest !== "") {
      // oxlint-disable-next-line no-control-regex -- it is what a terminal reads
      const sequence = /^\u001b\[([?\d;]*)([A-Za-z])/.exec(rest);
      const [first = ""] = sequence ?? graphemesOf(rest.slice(0, 64));
      if (sequence !== null) this.#obey(sequence[1] ?? "", sequence[2] ?? "");
      else this.#put(first);
      rest = rest.slice(first.length);
    }
  };

  #obey(argument: string, order: string): void {
    if (order === "m") return;
    if (order === "C") return void (this.#column += Number(argument));
    if ((order === "K" || order === "J") && argument === "") return void this.#last.splice(this.#column);
    if (argument === "?2004" && (order === "h" || order === "l")) return void (this.pasteMarked = order === "h");
    throw new Error(`ESC [ ${argument}${order} is not what an append-only screen needs`);
  }

  #put(grapheme: string): void {
    if (grapheme === "\r\n") return this.#nextRow();
    if (grapheme === "\r") return void (this.#column = 0);
    if (/\p{Cc}/u.test(grapheme)) throw new Error(`the control character ${JSON.stringify(grapheme)} was written`);
    const width = cellsOfGrapheme(grapheme);
    if (this.#column + width > this.columns) this.#nextRow();
    while (this.#last.length < this.#column) this.#last.push(" ");
    // A wide character has a second cell, which is empty.
    this.#last.splice(this.#column, width, grapheme, ...Array.from({ length: Math.max(0, width - 1) }, () => ""));
    this.#column += width;
  }

  #nextRow(): void {
    this.#rows.push([]);
    this.#column = 0;
  }

  get #last(): string[] {
    return this.#rows.at(-1)!;
  }
}
