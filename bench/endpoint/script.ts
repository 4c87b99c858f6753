/** What the endpoint does to one connection, step by step; lazily, so that a stream nobody reads is never made. */
export type Step =
  | { readonly type: "wait"; readonly ms: number }
  | { readonly type: "head"; readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | { readonly type: "write"; readonly bytes: string | Uint8Array; readonly tokens: number }
  | { readonly type: "end" }
  /** Resets the TCP connection. */
  | { readonly type: "reset" }
  /** Keeps the connection open and says nothing more. */
  | { readonly type: "hold" };

export type Script = IterableIterator<Step, void>;

/** A call of a tool; `arguments` is JSON text. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** Everything a script is made from: the words to say, their pace and what was asked. */
export interface Plan {
  readonly tokens: readonly string[];
  /** Tools that are called behind the words. */
  readonly calls: readonly ToolCall[];
  readonly ttftMs: number;
  /** Between two tokens. */
  readonly gapMs: number;
  readonly model: string;
  readonly promptTokens: number;
  readonly includeUsage: boolean;
  /** The `Authorization` header as it came. */
  readonly authorization: string;
  /** How often this endpoint was asked before. */
  readonly earlierRequests: number;
  /** How often with the same header `conversation-id`; of all requests without one. */
  readonly earlierOfConversation: number;
  /** The last message is the result of a tool. */
  readonly afterTool: boolean;
}

export const eventStreamHead: Step = {
  type: "head",
  status: 200,
  headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" },
};

export const endStep: Step = { type: "end" };
export const holdStep: Step = { type: "hold" };
export const resetStep: Step = { type: "reset" };

export function wait(ms: number): Step {
  return { type: "wait", ms };
}

export function write(bytes: string | Uint8Array, tokens = 0): Step {
  return { type: "write", bytes, tokens };
}

/** A whole answer that is no stream. */
export function* answer(status: number, headers: Readonly<Record<string, string>>, body: string): Script {
  yield { type: "head", status, headers };
  yield write(body);
  yield endStep;
}
