import type { Capabilities, Upstream } from "./model-client.ts";
import type { JsonObject } from "./store.ts";

/** What the doctor looks at, in this order; each is one line of its table. */
export const examinationSteps = [
  "base_url",
  "name",
  "address",
  "connection",
  "tls",
  "authorization",
  "answer",
  "stream",
  "usage",
  "speed",
  "keep_alive",
  "overlap",
  "abort",
  "tools",
  "system_messages",
  "long_context",
  "prefix_continuation",
  "vision",
] as const;

export type ExaminationStep = (typeof examinationSteps)[number];

export interface Finding {
  readonly step: ExaminationStep;
  readonly state: "ok" | "warning" | "failed" | "skipped";
  /** What was seen, with its units; of a step that was skipped, why it was. */
  readonly measured: string;
  /** What is wrong; present on warnings and failures. */
  readonly why?: string;
  /** What to do about it; present on warnings and failures. */
  readonly change?: string;
}

/** One upstream, examined. No text in it holds a secret. */
export interface Examination {
  /** The name people know the upstream by. */
  readonly name: string;
  readonly model: string;
  /** Where it was asked, without its query; absent for the stand-in. */
  readonly baseUrl?: string;
  /** Whether nothing failed; warnings do not count. */
  readonly healthy: boolean;
  /** One for every step, in their order. */
  readonly findings: readonly Finding[];
  /** As far as they could be told. */
  readonly capabilities: Capabilities;
  readonly tookMs: number;
}

export interface ExaminationRequest {
  readonly upstream: Upstream;
  /** Sends about 25,000 tokens where 8,000 are usual. */
  readonly long: boolean;
}

export type ProbeResult =
  | { readonly ok: true }
  /** `near`: it is asked at an address of this machine or its network. */
  | { readonly ok: false; readonly problem: string; readonly near: boolean };

/** What answers for a persona, examined by the server, which has the keys. */
export interface Doctor {
  /** `body` as the store has it. All servers of a hosted name, in their order. */
  examine(body: JsonObject, options: ExamineOptions): Promise<readonly Examination[]>;
  /** One question to a custom LLM; a hosted model is not asked. */
  probe(body: JsonObject, signal: AbortSignal): Promise<ProbeResult>;
}

export interface ExamineOptions {
  readonly long: boolean;
  readonly signal: AbortSignal;
}
