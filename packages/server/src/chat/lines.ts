import { longestLine } from "./line-editor.ts";

/** A line that is longer than a turn may be: nothing of it was said. */
export class LongLineError extends Error {
  override readonly name = "LongLineError";

  constructor(lineNumber: number) {
    super(
      `line ${lineNumber} of the input is longer than ${longestLine} characters, which is more than one turn may say`,
    );
  }
}

/** The lines of a text that comes in pieces of any size; the last one may end without a line break. */
export async function* readLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const utf8 = new TextDecoder();
  let rest = "";
  let count = 0;
  for await (const bytes of source) {
    const lines = (rest + utf8.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield whole(line, (count += 1));
    whole(rest, count + 1);
  }
  rest += utf8.decode();
  if (rest !== "") yield whole(rest, count + 1);
}

function whole(line: string, lineNumber: number): string {
  if (line.length > longestLine) throw new LongLineError(lineNumber);
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
