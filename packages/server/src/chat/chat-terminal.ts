import type { Clock } from "../ports/clock.ts";
import type { Terminal } from "../ports/terminal.ts";
import type { Cast, Counterpart } from "./cast.ts";
import { createKeyDecoder } from "./key-decoder.ts";
import { createScreen } from "./screen.ts";
import { createStyle } from "./style.ts";
import type { Talk } from "./talk.ts";
import { TerminalChat } from "./terminal-chat.ts";
import { createTurnPrinter } from "./turn-printer.ts";
import { until } from "./until.ts";

export interface TerminalOptions {
  readonly input: AsyncIterable<Uint8Array>;
  readonly terminal: Terminal;
  readonly write: (text: string) => void;
  readonly colour: boolean;
  readonly clock: Pick<Clock, "now" | "after">;
  readonly createId: () => string;
  readonly cast: Cast;
  readonly open: (counterpart: Counterpart) => Promise<Talk>;
  /** Who is talked to first. */
  readonly counterpart: Counterpart;
  /** Said once, above everything. */
  readonly welcome: string;
  readonly signal: AbortSignal;
}

/** How long an ESC may be the beginning of a sequence. */
const escapeMs = 40;
const pasteMarks = { on: "\u001b[?2004h", off: "\u001b[?2004l" };

/** A talk in a terminal, until someone leaves or the conversation is over. The terminal is left as it was found. */
export async function chatInTerminal(options: TerminalOptions): Promise<void> {
  const { terminal, write, clock, signal } = options;
  const style = createStyle(options.colour);
  const screen = createScreen({ write, columns: () => terminal.columns, style });
  const chat = new TerminalChat({ ...options, screen, printer: createTurnPrinter({ screen, style, clock }) });
  const releaseKeys = terminal.takeKeys();
  const unwatch = terminal.watchSize(() => chat.draw());
  write(pasteMarks.on);
  const leave = (): void => chat.leave();
  signal.addEventListener("abort", leave, { once: true });
  try {
    if (signal.aborted) chat.leave();
    const typing = readKeys(options, chat);
    await chat.talk(options.counterpart, options.welcome);
    await typing;
  } finally {
    signal.removeEventListener("abort", leave);
    unwatch();
    screen.clear();
    write(pasteMarks.off);
    releaseKeys();
  }
}

/** Never rejects: a terminal that cannot be read is one that was left. */
async function readKeys({ input, clock }: TerminalOptions, chat: TerminalChat): Promise<void> {
  const decoder = createKeyDecoder();
  let cancel = (): void => {};
  try {
    for await (const bytes of until(input, chat.left)) {
      cancel();
      for (const key of decoder.feed(bytes)) chat.press(key);
      if (!decoder.undecided) continue;
      cancel = clock.after(escapeMs, () => {
        for (const key of decoder.settle()) chat.press(key);
      });
    }
  } catch {
    // The terminal is gone, as when its window was closed.
  } finally {
    cancel();
    chat.leave();
  }
}
