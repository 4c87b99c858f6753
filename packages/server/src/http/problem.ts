import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { JsonObject } from "../ports/store.ts";

/** A refusal with the status and the body that the API promises. Handlers throw it, the app answers with it. */
export class HttpProblem extends Error {
  override readonly name = "HttpProblem";
  readonly status: ContentfulStatusCode;
  readonly body: JsonObject;

  constructor(status: ContentfulStatusCode, body: JsonObject) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** Clients of this API read `error` or `message`, depending on whom they were written for: both say the same. */
export function refusal(status: ContentfulStatusCode, what: string): HttpProblem {
  return new HttpProblem(status, { error: what, message: what });
}

export function unauthorized(): HttpProblem {
  return new HttpProblem(401, { message: "Invalid access token" });
}

/** 400 and not 404: what clients of this API expect for an id that names nothing. */
export function invalidId(field: "persona_id" | "pal_id" | "conversation_id"): HttpProblem {
  return new HttpProblem(400, { error: `Invalid ${field}` });
}
