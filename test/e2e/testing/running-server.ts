import { join } from "node:path";
import type { JsonObject } from "../../../packages/server/src/ports/store.ts";
import { API_KEY, dialLive, type DialOptions, type LiveSocket } from "./live-socket.ts";
import { runCommand, type RunningCommand } from "./server-process.ts";

/** The real server as a process, and its doors. */
export interface TestServer extends AsyncDisposable {
  readonly command: RunningCommand;
  readonly url: string;
  /** Asks a door of the API; `status` is that of the answer. */
  ask(line: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** A persona with this `layers.llm`, and a conversation with it. */
  converse(llm: JsonObject, more?: JsonObject): Promise<{ readonly id: string; readonly token: string | undefined }>;
  dial(conversationId: string, options?: DialOptions): LiveSocket;
  verbose(conversationId: string): Promise<Verbose>;
}

export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

/** What `verbose=true` adds to a conversation. */
export interface Verbose {
  readonly events: readonly JsonObject[];
  /** Who said what, as it was heard. */
  readonly lines: readonly string[];
}

export interface ServerOptions {
  readonly folder: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export async function startServer({ folder, args = [], env = {} }: ServerOptions): Promise<TestServer> {
  const command = runCommand(["start", "--port", "0", "--data-dir", join(folder, "data"), ...args], {
    cwd: folder,
    env: { REPARTEE_API_KEY: API_KEY, REPARTEE_LOG_LEVEL: "warn", ...env },
  });
  const line = await command.firstLine;
  const url = /^Repartee is listening on (http:\/\/\S+)$/.exec(line)?.[1];
  if (url === undefined) throw new Error(`the first line is ${JSON.stringify(line)}`);

  async function ask(request: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const [method = "GET", path = "/"] = request.split(" ");
    const response = await fetch(url + path, {
      method,
      headers: { "x-api-key": API_KEY, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? {} : (JSON.parse(text) as JsonObject) };
  }

  return {
    command,
    url,
    ask,
    async converse(llm, more = {}) {
      const persona = await ask("POST /v2/personas", { system_prompt: "You are Mara.", layers: { llm } });
      if (persona.status !== 200) throw new Error(`no persona: ${JSON.stringify(persona)}`);
      const { persona_id } = persona.body;
      const created = await ask("POST /v2/conversations", { persona_id, ...more });
      if (created.status !== 200) throw new Error(`no conversation: ${JSON.stringify(created)}`);
      const { conversation_id: id, meeting_token: token } = created.body;
      if (typeof id !== "string") throw new Error("a conversation without an id");
      return { id, token: typeof token === "string" ? token : undefined };
    },
    dial: (conversationId, options) => dialLive(`${url}/v2/conversations/${conversationId}/live`, options),
    async verbose(conversationId) {
      const { body } = await ask(`GET /v2/conversations/${conversationId}?verbose=true`);
      const transcript = body["transcript"] as readonly { readonly role: string; readonly content: string }[];
      return {
        events: body["events"] as readonly JsonObject[],
        lines: transcript.map((entry) => `${entry.role}: ${entry.content}`),
      };
    },
    [Symbol.asyncDispose]: () => command[Symbol.asyncDispose](),
  };
}
