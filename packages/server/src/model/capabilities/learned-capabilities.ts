import { createHash } from "node:crypto";
import { z } from "zod";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Capabilities, Upstream } from "../../ports/model-client.ts";

/** What upstreams said of themselves when they refused a request, remembered over restarts. */
export interface LearnedCapabilities {
  of(upstream: Upstream): Capabilities;
  learn(upstream: Upstream, lesson: Capabilities): void;
  /** Resolves when everything that was learned is written. */
  flushed(): Promise<void>;
}

/** Where it is kept: one text. */
export interface Keepsake {
  /** Undefined where there is none. */
  read(): string | undefined;
  write(text: string): Promise<void>;
}

export interface LearnedParts {
  readonly keepsake: Keepsake;
  readonly clock: Clock;
  readonly log: Log;
}

const mostUpstreams = 500;
/** Servers are updated: what they could not do once is asked again after a month. */
const forgottenAfterMs = 30 * 24 * 3600 * 1000;

const entry = z.object({
  /** Unix milliseconds. */
  at: z.number(),
  /** For people. */
  host: z.string(),
  system_messages: z.exactOptional(z.enum(["first", "user"])),
  usage: z.exactOptional(z.literal("never")),
  tools: z.exactOptional(z.literal(false)),
});
const kept = z.object({ version: z.literal(1), upstreams: z.record(z.string(), entry) });
type Entry = z.infer<typeof entry>;

export function createLearnedCapabilities(parts: LearnedParts): LearnedCapabilities {
  const { clock, log } = parts;
  const entries = readEntries(parts);
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const text = JSON.stringify({ version: 1, upstreams: Object.fromEntries(entries) }, null, 2);
    try {
      await parts.keepsake.write(`${text}\n`);
    } catch (cause) {
      log.warn("what was learned of a model server could not be written", { cause });
    }
  }

  return {
    of(upstream) {
      const found = entries.get(keyOf(upstream));
      return found === undefined || isOld(found, clock) ? {} : toCapabilities(found);
    },
    learn(upstream, lesson) {
      const key = keyOf(upstream);
      const host = URL.parse(upstream.baseUrl ?? "")?.host ?? "";
      const before = entries.get(key);
      entries.delete(key);
      entries.set(key, { ...before, ...toEntry(lesson), host, at: clock.wall().getTime() });
      const [oldest] = entries.keys();
      if (entries.size > mostUpstreams && oldest !== undefined) entries.delete(oldest);
      log.info("learned from a refusal what a model server can do", { host, model: upstream.model, ...lesson });
      writing = writing.then(write);
    },
    flushed: () => writing,
  };
}

/** An address may hold a secret in its query: only its hash is kept. */
function keyOf({ baseUrl = "", model }: Upstream): string {
  return createHash("sha256").update(`${baseUrl}\n${model}`).digest("hex").slice(0, 32);
}

function readEntries({ keepsake, clock, log }: LearnedParts): Map<string, Entry> {
  try {
    const text = keepsake.read();
    if (text === undefined) return new Map();
    const { upstreams } = kept.parse(JSON.parse(text));
    return new Map(Object.entries(upstreams).filter(([, one]) => !isOld(one, clock)));
  } catch (cause) {
    // It is learned again.
    log.warn("what was learned of model servers cannot be read, and is forgotten", { cause });
    return new Map();
  }
}

function isOld({ at }: Entry, clock: Clock): boolean {
  return clock.wall().getTime() - at > forgottenAfterMs;
}

function toCapabilities({ system_messages: systemMessages, usage, tools }: Entry): Capabilities {
  return {
    ...(systemMessages === undefined ? {} : { systemMessages }),
    ...(usage === undefined ? {} : { usage }),
    ...(tools === undefined ? {} : { tools }),
  };
}

function toEntry({ systemMessages, usage, tools }: Capabilities): Partial<Entry> {
  return {
    ...(systemMessages === undefined || systemMessages === "anywhere" ? {} : { system_messages: systemMessages }),
    ...(usage === "never" ? { usage } : {}),
    ...(tools === false ? { tools } : {}),
  };
}
