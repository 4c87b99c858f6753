import { isRecord } from "../live/sample.ts";

/** A server, and the key that opens its doors. */
export interface Target {
  readonly url: string;
  readonly apiKey: string;
}

/** Asks its REST API, by a line such as `POST /v2/personas`; throws what it refuses. */
export async function callApi({ url, apiKey }: Target, line: string, body?: object): Promise<unknown> {
  const [method = "GET", path = "/"] = line.split(" ");
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { "x-api-key": apiKey, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${line} answered ${response.status}: ${answer}`);
  return JSON.parse(answer);
}

export function idOf(answer: unknown, field: string): string {
  const id = isRecord(answer) ? answer[field] : undefined;
  if (typeof id !== "string") throw new Error(`the server's answer has no ${field}`);
  return id;
}
