import type { Exchange, ExchangeEnd, Handshake, Knocked, LookedUp, Wire, WireRequest } from "../wire.ts";

/** What a scripted endpoint does to one request; the defaults are those of a good answer. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Pieces of the body, 10 ms from one to the next unless they say when. */
  readonly pieces?: readonly (string | { readonly text: string; readonly atMs: number })[];
  readonly end?: ExchangeEnd;
  readonly reused?: boolean;
  /** No answer began. */
  readonly silent?: boolean;
}

export interface WireScript {
  readonly lookUp?: LookedUp;
  readonly knock?: (address: string) => Knocked;
  readonly shakeHands?: Handshake;
  readonly answer?: (request: WireRequest, body: ScriptedBody) => ScriptedAnswer;
}

/** The body of a request, as far as scripts care. */
export interface ScriptedBody {
  readonly model?: string;
  readonly stream_options?: object;
  readonly tools?: readonly object[];
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
}

export interface ScriptedWire extends Wire {
  readonly requests: readonly WireRequest[];
  readonly knocked: readonly string[];
}

/** A wire that plays its script and keeps what it was asked. */
export function scriptedWire(script: WireScript = {}): ScriptedWire {
  const requests: WireRequest[] = [];
  const knocked: string[] = [];
  return {
    requests,
    knocked,
    lookUp: () => Promise.resolve(script.lookUp ?? { ok: true, addresses: ["192.0.2.1"], ms: 3 }),
    knock({ address }) {
      knocked.push(address);
      return Promise.resolve(script.knock?.(address) ?? { ok: true, ms: 2 });
    },
    shakeHands: () => Promise.resolve(script.shakeHands ?? goodHandshake),
    send(request) {
      requests.push(request);
      return Promise.resolve(play(request, script.answer?.(request, bodyOf(request)) ?? spoken("one two three")));
    },
    close: () => undefined,
  };
}

const certificate = { names: "DNS:llm.example", issuer: "An Authority", validTo: "Jan  1 00:00:00 2030 GMT" };
export const goodHandshake = { ok: true, ms: 9, version: "TLSv1.3", http2: false, certificate } as const;

function play(request: WireRequest, answer: ScriptedAnswer): Exchange {
  const { status = 200, headers = { "content-type": "text/event-stream" }, pieces = [] } = answer;
  let atMs = 0;
  for (const piece of pieces) {
    atMs = typeof piece === "string" ? atMs + 10 : piece.atMs;
    const text = typeof piece === "string" ? piece : piece.text;
    if (request.onPiece({ text, atMs }) === "stop") {
      return { reused: answer.reused ?? true, status, headers, headMs: 1, end: { type: "stopped" }, endMs: atMs };
    }
  }
  const end = answer.end ?? { type: "ended" };
  const endMs = atMs + (end.type === "late" ? end.ms : 0);
  if (answer.silent === true) return { reused: false, headers: {}, end, endMs };
  return { reused: answer.reused ?? true, status, headers, headMs: 1, end, endMs };
}

function bodyOf({ body = "{}" }: WireRequest): ScriptedBody {
  const value: unknown = JSON.parse(body);
  // Written by the doctor, whose own shape it is.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { messages: [], ...(value as object) } as ScriptedBody;
}

export function event(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

export function delta(content: unknown): string {
  return event({ choices: [{ delta: content }] });
}

export const finish = event({ choices: [{ delta: {}, finish_reason: "stop" }] });
export const counted = countedAs(9);
export const done = "data: [DONE]\n\n";

function countedAs(promptTokens: number): string {
  return event({ choices: [], usage: { prompt_tokens: promptTokens, completion_tokens: 4 } });
}

/** A good answer, a word a piece. */
export function spoken(text: string, promptTokens = 9): ScriptedAnswer {
  return {
    pieces: [...text.split(" ").map((word) => delta({ content: `${word} ` })), finish, countedAs(promptTokens), done],
  };
}

export function refused(status: number, message: string): ScriptedAnswer {
  return { status, headers: { "content-type": "application/json" }, pieces: [JSON.stringify({ error: { message } })] };
}

/** A good call of a tool, in fragments. */
export function called(name: string, text: string): ScriptedAnswer {
  const half = Math.floor(text.length / 2);
  const fragment = (own: object): string => delta({ tool_calls: [{ index: 0, ...own }] });
  return {
    pieces: [
      fragment({ id: "call_7", function: { name, arguments: text.slice(0, half) } }),
      fragment({ function: { arguments: text.slice(half) } }),
      event({ choices: [{ delta: {}, finish_reason: "tool_calls" }] }),
      done,
    ],
  };
}
