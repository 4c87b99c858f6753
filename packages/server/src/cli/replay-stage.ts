import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openReplayEndpoint } from "../replay/endpoint.ts";
import { createReplies, type ReplyTexts } from "../replay/replies.ts";
import { createSystemClock } from "../system/clock.ts";
import { findApiKey } from "./api-key.ts";
import type { Arguments, Io } from "./command.ts";
import { openOwnServer } from "./own-server.ts";
import { readConfigOf } from "./read-config.ts";
import type { ReplayFlags } from "./replay-options.ts";
import type { GivenModel } from "./talk-options.ts";

/** What a replay is played on. */
export interface ReplayStage extends AsyncDisposable {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Undefined: the server's stock persona answers with its own. */
  readonly llm: GivenModel | undefined;
  /** In words. */
  readonly server: string;
  readonly model: string;
}

/**
 * The server that `--url` names, with the model of `--llm-url` or its own. Without a name a server is started for the
 * replay, with its data in a folder that is deleted after it, and, where no model is named either, one that says what the
 * recorded agents said.
 */
export async function openReplayStage(flags: ReplayFlags, io: Io, parts: StageParts): Promise<ReplayStage> {
  const { url, model } = flags;
  if (url !== undefined) {
    const words = { server: url, model: model === undefined ? "the stock persona's" : nameOf(model) };
    const apiKey = findApiKey(parts.args, io);
    return { baseUrl: url, apiKey, llm: model, ...words, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  await using opened = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), "repartee-replay-"));
  opened.defer(() => rm(dataDir, { recursive: true, force: true }));
  const { databaseUrl: _, ...config } = readConfigOf({ dataDir }, io);
  const server = await openOwnServer({ ...config, detect: false }, io);
  opened.defer(() => server.close());
  const llm = model ?? { baseUrl: opened.use(await openStandIn(flags, parts)).url, model: "replay" };
  const closing = opened.move();
  return {
    baseUrl: server.url,
    apiKey: server.apiKey,
    llm,
    server: "started for the replay",
    model: model === undefined ? describePace(flags) : nameOf(model),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

interface StageParts {
  readonly args: Arguments;
  /** What a model that stands in says. */
  readonly replies: ReplyTexts;
}

function openStandIn({ pace }: ReplayFlags, { replies }: StageParts): ReturnType<typeof openReplayEndpoint> {
  return openReplayEndpoint({ clock: createSystemClock(), replies: createReplies(replies), ...pace });
}

function describePace({ pace: { ttftMs, rate } }: ReplayFlags): string {
  const then = rate === 0 ? "all at once" : `${rate} tokens a second`;
  return `the recorded agents' words, after ${ttftMs} ms, ${then}`;
}

function nameOf({ model, baseUrl }: GivenModel): string {
  return `${model} at ${baseUrl}`;
}
