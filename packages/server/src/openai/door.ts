import type { IncomingMessage, ServerResponse } from "node:http";
import type { Auth } from "../http/auth.ts";
import { addressProblem } from "../http/guard.ts";
import type { OriginRules } from "../http/origin.ts";
import type { Log } from "../ports/log.ts";
import type { PersonaStore } from "../ports/store.ts";
import type { OpenAiRoute } from "../ports/telemetry.ts";
import { toAddressed } from "./asking.ts";
import { answerCompletion, type CompletionParts } from "./completions.ts";
import { OpenAiProblem, refuse, toOpenAiProblem } from "./problem.ts";
import { listModels, readModel } from "./served-models.ts";

export interface OpenAiDoorParts extends Omit<CompletionParts, "explain"> {
  readonly personas: Pick<PersonaStore, "get" | "list">;
  readonly auth: Auth;
  readonly origins: OriginRules;
  readonly log: Log;
}

/** `/v1`: every hosted model and every persona, for any client of OpenAI's API. */
export interface OpenAiDoor {
  /** Takes a request that is meant for it, and answers it; false for all others. */
  take(request: IncomingMessage, response: ServerResponse): boolean;
  /** Lets answers finish, for so long at the most; then they end as broken off. */
  close(graceMs: number): Promise<void>;
}

const completionsPath = "/v1/chat/completions";
const modelsPath = "/v1/models";

/**
 * Built on `node:http` itself, since every token passes here: docs/gateway.md has a profile of what that costs.
 * The guards are those of the other doors.
 */
export function createOpenAiDoor(parts: OpenAiDoorParts): OpenAiDoor {
  const running = new Set<AbortController>();
  let idle: (() => void) | undefined;

  function explain(cause: unknown): OpenAiProblem {
    const problem = toOpenAiProblem(cause);
    if (problem !== undefined) return problem;
    parts.log.error("a request of /v1 failed", { cause });
    return new OpenAiProblem(500, "a fault of this server; its log has the rest", { code: "internal" });
  }
  const completionParts: CompletionParts = { ...parts, explain };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("x-request-id", parts.ids.create("req"));
    response.setHeader("cache-control", "no-store");
    const controller = new AbortController();
    running.add(controller);
    response.once("close", () => {
      parts.telemetry?.answered(routeOf(pathOf(request)), response.writableFinished ? response.statusCode : 499);
      // An abort makes an error with a stack: not for an answer that was heard to its end.
      if (!response.writableFinished) controller.abort();
    });
    try {
      const workspaceId = await admit(request, parts);
      await answer({ request, response, workspaceId, signal: controller.signal }, completionParts);
    } catch (cause) {
      if (!response.headersSent && !response.destroyed) refuse(request, response, explain(cause));
    } finally {
      running.delete(controller);
      if (running.size === 0) idle?.();
    }
  }

  async function answer(asked: Parameters<typeof answerCompletion>[0], all: CompletionParts): Promise<void> {
    const { request, response, workspaceId } = asked;
    const path = pathOf(request);
    if (path === completionsPath) {
      assertMethod(request, ["POST"]);
      return answerCompletion(asked, all);
    }
    if (path !== modelsPath && !path.startsWith(`${modelsPath}/`)) throw nowhere(request, path);
    assertMethod(request, ["GET", "HEAD"]);
    const id = idOf(path);
    if (id !== undefined) return sendJson(response, await readModel(id, workspaceId, parts));
    sendJson(response, { object: "list", data: await listModels(workspaceId, parts) });
  }

  return {
    take(request, response) {
      if (!/^\/v1(?:[/?]|$)/.test(request.url ?? "")) return false;
      // It never rejects: what goes wrong is answered.
      void serve(request, response);
      return true;
    },
    async close(graceMs) {
      if (running.size === 0) return;
      const done = new Promise<void>((resolve) => (idle = resolve));
      const cancel = parts.clock.after(graceMs, () => {
        for (const controller of running) controller.abort();
      });
      await done;
      cancel();
    },
  };
}

/** The right name, no foreign page, and a key. */
async function admit(request: IncomingMessage, { auth, origins }: OpenAiDoorParts): Promise<string> {
  const asked = toAddressed(request);
  const problem = addressProblem(asked, origins);
  if (problem !== undefined) throw problem;
  const who = await auth.authenticate(asked);
  if (who !== undefined) return who.workspaceId;
  throw new OpenAiProblem(401, "no valid API key; send one as Authorization: Bearer <key>, or as x-api-key", {
    code: "invalid_api_key",
  });
}

function routeOf(path: string): OpenAiRoute {
  if (path === completionsPath) return "chat/completions";
  return path === modelsPath || path.startsWith(`${modelsPath}/`) ? "models" : "other";
}

function pathOf(request: IncomingMessage): string {
  const [path = ""] = (request.url ?? "").split("?");
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

function idOf(path: string): string | undefined {
  const coded = path.slice(modelsPath.length + 1);
  if (coded === "") return undefined;
  try {
    return decodeURIComponent(coded);
  } catch {
    return coded; // no such name either way
  }
}

function assertMethod(request: IncomingMessage, allowed: readonly string[]): void {
  const { method = "" } = request;
  if (allowed.includes(method)) return;
  throw new OpenAiProblem(405, `${method} is not answered here; use ${allowed[0]}`);
}

function nowhere(request: IncomingMessage, path: string): OpenAiProblem {
  const what = `nothing is at ${request.method} ${path.slice(0, 200)}`;
  return new OpenAiProblem(404, `${what}; there are POST ${completionsPath}, GET ${modelsPath} and ${modelsPath}/{id}`);
}

function sendJson(response: ServerResponse, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.end(text);
}
