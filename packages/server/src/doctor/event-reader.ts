/** Server-sent events out of text that is cut anywhere. Only `data` matters here; how lines end is noted. */
export interface EventReader {
  /** The payloads that this piece completed. */
  push(text: string): readonly string[];
  readonly crlf: boolean;
  readonly comments: number;
}

/** An event that never ends is given up at this length; so much of it is no event. */
const longestLine = 1_000_000;

export function createEventReader(): EventReader {
  let rest = "";
  let payload: string[] = [];
  const seen = { crlf: false, comments: 0 };
  const readLine = (line: string): string | undefined => {
    if (line === "" && payload.length > 0) {
      const whole = payload.join("\n");
      payload = [];
      return whole;
    }
    if (line.startsWith(":")) seen.comments += 1;
    if (line.startsWith("data:")) payload.push(line.slice("data:".length).replace(/^ /, ""));
    return undefined;
  };
  return {
    push(text) {
      const lines = (rest + text).split("\n");
      rest = (lines.pop() ?? "").slice(0, longestLine);
      return lines.flatMap((line) => {
        if (line.endsWith("\r")) seen.crlf = true;
        const whole = readLine(line.endsWith("\r") ? line.slice(0, -1) : line);
        return whole === undefined ? [] : [whole];
      });
    },
    get crlf() {
      return seen.crlf;
    },
    get comments() {
      return seen.comments;
    },
  };
}
