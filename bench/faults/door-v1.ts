import { isRecord } from "../live/sample.ts";
import type { Target } from "./door.ts";
import type { Heard } from "./judge.ts";
import { bookingTool, callsTools, type Run } from "./run.ts";

/** Asks `/v1/chat/completions`, for a stream or a whole answer; an aborted `signal` means that nobody waits any longer. */
export async function askV1(target: Target, run: Run, signal: AbortSignal): Promise<Heard> {
  const from = performance.now();
  const listening = new Listening(from);
  try {
    const response = await fetch(`${target.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${target.apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({
        model: run.model,
        stream: run.door === "stream",
        messages: [{ role: "user", content: run.question }],
        ...(callsTools(run.fault) ? { tools: [bookingTool] } : {}),
      }),
      signal,
    });
    if (run.door === "stream" && response.ok) await listening.toStream(response);
    else listening.toWhole(response.ok, await response.text());
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    // A connection that breaks off is no way to say that something failed.
    return listening.end(signal.aborted ? "never" : "cut");
  }
  return listening.end();
}

/** What an answer has said so far. */
class Listening {
  readonly #from: number;
  #text = "";
  readonly #calls: { name: string; arguments: string }[] = [];
  #firstMs: number | undefined;
  #finishReason = false;
  #done = false;
  #code: string | undefined;

  constructor(from: number) {
    this.#from = from;
  }

  async toStream(response: Response): Promise<void> {
    let rest = "";
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) {
      const events = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) this.#toEvent(event.replace(/^data: /, ""));
    }
  }

  toWhole(ok: boolean, body: string): void {
    this.#toJson(JSON.parse(body), "message");
    this.#done = ok;
  }

  /** Whole is what has a finish reason and its end; an error that was said is one only where nothing claims to be whole. */
  end(otherwise?: Heard["ended"]): Heard {
    const whole = this.#finishReason && this.#done;
    const ended = otherwise ?? (whole ? "finished" : this.#code === undefined || this.#finishReason ? "cut" : "failed");
    return {
      ended,
      text: this.#text,
      calls: this.#calls.map((call) => `${call.name}(${call.arguments})`),
      ...(this.#code === undefined ? {} : { code: this.#code }),
      firstMs: this.#firstMs,
      tookMs: performance.now() - this.#from,
    };
  }

  #toEvent(data: string): void {
    if (data === "[DONE]") this.#done = true;
    else this.#toJson(JSON.parse(data), "delta");
  }

  #toJson(value: unknown, words: "delta" | "message"): void {
    if (!isRecord(value)) return;
    const { error, choices } = value;
    if (isRecord(error)) this.#code = String(error["code"]);
    const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
    if (!isRecord(choice)) return;
    this.#toWords(choice[words]);
    if (typeof choice["finish_reason"] === "string") this.#finishReason = true;
  }

  #toWords(words: unknown): void {
    if (!isRecord(words)) return;
    const { content, tool_calls: calls } = words;
    if (typeof content === "string" && content !== "") this.#say(content);
    for (const call of Array.isArray(calls) ? calls : []) this.#toCall(call);
  }

  #say(text: string): void {
    this.#firstMs ??= performance.now() - this.#from;
    this.#text += text;
  }

  /** This door sends calls whole, each with an id of its own. */
  #toCall(call: unknown): void {
    if (!isRecord(call) || typeof call["id"] !== "string" || call["id"] === "" || !isRecord(call["function"])) return;
    this.#firstMs ??= performance.now() - this.#from;
    const { name, arguments: text } = call["function"];
    this.#calls.push({ name: String(name), arguments: String(text) });
  }
}
