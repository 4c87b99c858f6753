import { createConversationView, foldConversation, type ConversationView, type TurnView } from "@repartee/client";
import type { OutboundProperties, ReceivedFrame } from "@repartee/protocol";
import type { Cast, Counterpart } from "./cast.ts";
import { Composer } from "./composer.ts";
import { readConnectionNotes } from "./connection-notes.ts";
import type { Key } from "./key.ts";
import type { Screen } from "./screen.ts";
import { answerSlash } from "./slash-answer.ts";
import { isSlash, parseSlash } from "./slash-command.ts";
import type { Talk } from "./talk.ts";
import type { TurnPrinter } from "./turn-printer.ts";
import { createTypedTurn, type TypedTurn } from "./typed-turn.ts";

export interface ChatParts {
  readonly screen: Screen;
  readonly printer: TurnPrinter;
  readonly cast: Cast;
  readonly open: (counterpart: Counterpart) => Promise<Talk>;
  readonly createId: () => string;
}

/**
 * Who has the last row: `idle` the line that is typed, `asked` and `answering` the turn, `busy` a slash command. In all
 * but `idle` keys are taken and not shown; the line is there again afterwards.
 */
type Phase = "idle" | "asked" | "answering" | "busy";

/** What happens between a keyboard, a screen and a conversation. */
export class TerminalChat {
  readonly #parts: ChatParts;
  readonly #left = new AbortController();
  #phase: Phase = "busy";
  readonly #composer = new Composer();
  /** What was said last, and whether Esc was pressed since. */
  #asked = { text: "", escaped: false };
  #talk: Talk | undefined;
  #typed: TypedTurn | undefined;
  #view: ConversationView = createConversationView();
  /** The turn that is shown, or was last. */
  #turnIdx = -1;
  #notices: string[] = [];
  // Warnings are few and short; an error is told as often as it happens.
  readonly #warned = new Set<string>();

  constructor(parts: ChatParts) {
    this.#parts = parts;
  }

  get left(): AbortSignal {
    return this.#left.signal;
  }

  leave(): void {
    this.#left.abort();
    // Its reader waits for a frame that may never come.
    this.#talk?.live.close();
  }

  /** Talks to one, and to whoever takes that one's place, until it is left. Rejects where a conversation failed. */
  async talk(counterpart: Counterpart, welcome: string): Promise<void> {
    const { printer, screen } = this.#parts;
    printer.notice(welcome);
    try {
      await this.#start(counterpart);
      screen.print("", { lead: "" });
      this.#rest();
      while (this.#talk !== undefined && !this.left.aborted) await this.#read(this.#talk);
    } finally {
      this.leave();
      screen.clear();
      await this.#talk?.end();
    }
  }

  press(key: Key): void {
    if (this.left.aborted) return;
    const { text } = this.#composer.line;
    if (key.type === "leave" || (key.type === "leave-or-delete" && text === "")) return this.leave();
    if (key.type === "escape") return this.#interrupt();
    if (key.type === "enter") return this.#enter(text);
    const changed = this.#composer.edit(key);
    this.draw();
    if (this.#phase === "idle" && changed) this.#say((typed) => typed.hear(this.#composer.line.text));
  }

  /** The last row, as it is now. */
  draw(): void {
    if (this.#phase === "idle" && !this.left.aborted) this.#parts.screen.prompt(this.#composer.line);
  }

  #enter(text: string): void {
    if (text.trim() === "") return;
    if (this.#phase === "idle") this.#submit(this.#composer.take());
    else this.#composer.defer();
  }

  #submit(text: string): void {
    const { printer } = this.#parts;
    printer.user(text);
    if (isSlash(text)) {
      this.#phase = "busy";
      void this.#command(text); // It shows its own failure.
      return;
    }
    this.#phase = "asked";
    this.#asked = { text, escaped: false };
    printer.awaitWords();
    this.#say((typed) => typed.end(text));
  }

  #interrupt(): void {
    if (this.#phase !== "asked" && this.#phase !== "answering") return;
    // What was said may have been lost with a connection: nobody has to wait for ever.
    if (this.#phase === "asked" && this.#asked.escaped) return this.#fail(new Error("no answer has begun"));
    this.#asked = { ...this.#asked, escaped: true };
    try {
      this.#talk?.live.interrupt();
    } catch (cause) {
      this.#fail(cause);
    }
  }

  #say(send: (typed: TypedTurn) => void): void {
    try {
      if (this.#typed !== undefined) send(this.#typed);
    } catch (cause) {
      this.#fail(cause);
    }
  }

  /** What could not be said is told, and the line is there again. */
  #fail(cause: unknown): void {
    this.#parts.printer.takeBack();
    this.#parts.printer.notice(`error: ${cause instanceof Error ? cause.message : String(cause)}`, "alarm");
    if (this.#phase === "asked") this.#composer.restore(this.#asked.text);
    this.#rest();
  }

  /** Nothing is going on: what was typed meanwhile is next. */
  #rest(): void {
    this.#phase = "idle";
    for (const notice of this.#notices.splice(0)) this.#parts.printer.notice(notice, "caution");
    const next = this.#composer.next();
    if (next !== undefined) return this.#submit(next);
    this.draw();
    this.#say((typed) => typed.hear(this.#composer.line.text));
  }

  async #command(text: string): Promise<void> {
    const { printer, cast } = this.#parts;
    const talk = this.#talk;
    if (talk === undefined) return;
    try {
      const answer = await answerSlash(parseSlash(text), {
        cast,
        current: talk.counterpart,
        turn: this.#view.turns.at(-1),
      });
      for (const line of answer.lines) printer.notice(line);
      if (answer.leave === true) return this.leave();
      if (answer.counterpart !== undefined) {
        await this.#start(answer.counterpart);
        // The reader goes on with the new one as soon as the old one is over.
        await talk.end();
      }
    } catch (cause) {
      printer.notice(`error: ${cause instanceof Error ? cause.message : String(cause)}`, "alarm");
    }
    if (this.left.aborted) return;
    this.#parts.screen.print("", { lead: "" });
    this.#rest();
  }

  async #start(counterpart: Counterpart): Promise<void> {
    const { open, createId, printer } = this.#parts;
    const talk = await open(counterpart);
    // Left meanwhile: nobody else knows of it.
    if (this.left.aborted) return talk.end();
    this.#talk = talk;
    this.#typed = createTypedTurn(talk.live, createId);
    this.#view = createConversationView();
    this.#turnIdx = -1;
    void this.#watch(talk); // It never rejects: the reader of the frames is told what went wrong.
    printer.notice(`talking to ${counterpart.name}, ${counterpart.model}`);
  }

  async #read(talk: Talk): Promise<void> {
    for await (const frame of talk.live) {
      if (this.#talk !== talk || this.left.aborted) return;
      this.#see(frame);
    }
    if (this.#talk !== talk || this.left.aborted) return;
    this.#parts.printer.takeBack();
    this.#parts.printer.notice("the conversation is over");
    this.leave();
  }

  async #watch(talk: Talk): Promise<void> {
    for await (const note of readConnectionNotes(talk.live)) {
      if (this.#talk !== talk || this.left.aborted) return;
      this.#note(note);
    }
  }

  #see(frame: ReceivedFrame): void {
    this.#view = foldConversation(this.#view, frame);
    switch (frame.event_type) {
      case "conversation.turn.committed":
        return this.#commit(frame.properties);
      case "conversation.turn.reopened":
        this.#parts.printer.takeBack();
        if (this.#phase !== "busy") this.#rest();
        return;
      case "conversation.replica.delta":
      case "conversation.utterance":
      case "conversation.utterance.streaming":
        return this.#showReply();
      case "conversation.turn.completed":
        return this.#complete(frame.properties.turn_idx);
      case "conversation.tool_call":
        return this.#refuseTool(frame.properties);
      case "conversation.warning":
        return this.#warn(frame.properties.message);
      case "conversation.error":
        if (frame.turn_idx === undefined) this.#refused(frame.properties);
        return;
      default:
    }
  }

  #commit({ turn_idx, reason, transcript }: OutboundProperties<"conversation.turn.committed">): void {
    if (this.#phase === "busy") return;
    if (this.#phase === "idle") {
      if (transcript !== "") this.#parts.printer.user(transcript);
      if (reason === "silence") this.#beginLine();
      this.#parts.printer.awaitWords();
    }
    this.#phase = "answering";
    this.#turnIdx = turn_idx;
  }

  /** The silence took what was typed as the turn: what is typed now is the next one. */
  #beginLine(): void {
    this.#composer.take();
    this.#typed?.begin();
  }

  #turn(): TurnView | undefined {
    return this.#view.turns.find((turn) => turn.turnIdx === this.#turnIdx);
  }

  #showReply(): void {
    const turn = this.#turn();
    if (this.#phase === "answering" && turn !== undefined) this.#parts.printer.reply(turn);
  }

  #complete(turnIdx: number): void {
    // After a loss the commit may be unseen.
    this.#turnIdx = turnIdx;
    const turn = this.#turn();
    if (turn !== undefined) this.#parts.printer.complete(turn);
    if (this.#phase !== "busy") this.#rest();
  }

  #warn(message: string): void {
    if (this.#warned.has(message)) return;
    this.#warned.add(message);
    this.#note(message);
  }

  #note(text: string): void {
    if (this.#parts.printer.midReply) return void this.#notices.push(text);
    this.#parts.printer.notice(text, "caution");
    this.draw();
  }

  /** Nobody runs tools in a terminal: the model is told so at once, rather than when its time is over. */
  #refuseTool({ name, arguments: given, tool_call_id: callId }: OutboundProperties<"conversation.tool_call">): void {
    this.#note(`the model calls ${name} ${given}; it is told that nobody runs tools here`);
    if (callId === undefined) return;
    const output = "no tool can be run here: this is a conversation in a terminal";
    this.#talk?.live.toolResult({ tool_call_id: callId, status: "error", output });
  }

  #refused({ message, code }: OutboundProperties<"conversation.error">): void {
    if (this.#phase === "asked") return this.#fail(new Error(`${message} (${code})`));
    this.#note(`error: ${message} (${code})`);
  }
}
