import type { TurnView } from "@repartee/client";
import type { Clock } from "../ports/clock.ts";
import { numbersLine } from "./numbers-line.ts";
import { indent, promptLead, type Screen } from "./screen.ts";
import type { Style } from "./style.ts";

/** Shows turns one after the other: the user's words, the reply as it comes, what became of it. */
export interface TurnPrinter {
  /** Whether a reply is being shown, so that nothing else can be. */
  readonly midReply: boolean;
  user(text: string): void;
  /** The turn is over for the user: until the first words, what is waited for is said after a second. */
  awaitWords(): void;
  /** As much of the reply as there is now. */
  reply(turn: TurnView): void;
  /** The reply so far is not to be. */
  takeBack(): void;
  complete(turn: TurnView): void;
  notice(text: string, kind?: "plain" | "caution" | "alarm"): void;
}

export interface PrinterParts {
  readonly screen: Screen;
  readonly style: Style;
  readonly clock: Pick<Clock, "now" | "after">;
}

const tickMs = 1000;

export function createTurnPrinter({ screen, style, clock }: PrinterParts): TurnPrinter {
  let shown: { readonly turnIdx: number; readonly text: string } | undefined;
  let cancelWait = (): void => {};

  function tick(since: number): void {
    cancelWait = clock.after(tickMs, () => {
      const seconds = Math.floor((clock.now() - since) / 1000);
      screen.wait(`waiting for the first words, ${seconds} s · Esc interrupts`);
      tick(since);
    });
  }

  function reply({ turnIdx, reply: { text } }: TurnView): void {
    const before = shown?.turnIdx === turnIdx ? shown.text : "";
    // Words that are not those before and more were shown already; what is shown stays.
    if (text === before || !text.startsWith(before)) return;
    cancelWait();
    screen.stream(text.slice(before.length));
    shown = { turnIdx, text };
  }

  const paints = { plain: style.dim, caution: style.caution, alarm: style.alarm };
  return {
    get midReply() {
      return shown !== undefined;
    },
    reply,
    user: (text) => screen.print(text, { lead: promptLead, paintLead: style.accent }),
    awaitWords() {
      cancelWait();
      tick(clock.now());
    },
    takeBack() {
      cancelWait();
      if (shown !== undefined) screen.print("taken back: you went on", { lead: indent, paint: style.dim });
      shown = undefined;
    },
    complete(turn) {
      cancelWait();
      reply(turn);
      screen.endStream();
      shown = undefined;
      for (const { message, code } of turn.errors) screen.print(`error: ${message} (${code})`, { paint: style.alarm });
      const numbers = numbersLine(turn);
      if (numbers !== "") screen.print(numbers, { lead: `${indent}— `, paintLead: style.dim, paint: style.dim });
      screen.print("", { lead: "" });
    },
    notice: (text, kind = "plain") => screen.print(text, { paint: paints[kind] }),
  };
}
