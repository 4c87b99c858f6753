import { ModelError } from "../../ports/model-client.ts";
import type { ModelRequest } from "../../ports/model-client.ts";
import { chatAddress } from "./address.ts";
import { chatBody } from "./body.ts";
import { createFailures } from "./failure.ts";
import type { Failures } from "./failure.ts";
import { chatHeaders } from "./headers.ts";
import { secretsOf } from "./secret.ts";

/** A chat completion request, ready to be sent. */
export interface ChatRequest {
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly failures: Failures;
  /** What the upstream's owner should change, though it can be called. */
  readonly advice: string | undefined;
}

/** Builds the request; what cannot be sent at all is a `bad-request` before anything leaves. */
export function buildChatRequest(request: ModelRequest): ChatRequest {
  const { name, baseUrl = "", defaultQuery } = request.upstream;
  const address = chatAddress(baseUrl, defaultQuery);
  if (!address.ok)
    throw new ModelError("bad-request", `${name} was not called: ${address.problem}`, { upstream: name });
  const failures = createFailures(`${name} (${address.shown})`, secretsOf(request.upstream));
  const headers = chatHeaders(request);
  if (!headers.ok) throw failures.of("bad-request", `was not called: ${headers.problem}`);
  const { origin, path, advice } = address;
  return { origin, path, headers: headers.headers, body: chatBody(request), failures, advice };
}
