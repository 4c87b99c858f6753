import type { TurnsBy } from "@repartee/protocol";
import { CommandError, textOf, type Arguments } from "./command.ts";

/** A model that is given on the command line. */
export interface GivenModel {
  readonly baseUrl: string;
  readonly model: string;
}

/** `--llm-url` and `--llm-model`; undefined where the persona's own model answers. */
export function readModel(args: Arguments): GivenModel | undefined {
  const baseUrl = textOf(args, "llm-url");
  if (baseUrl !== undefined) return { baseUrl, model: textOf(args, "llm-model") ?? "default" };
  if (args.values["llm-model"] === undefined) return undefined;
  throw new CommandError("--llm-model: names a model of --llm-url, which is missing", 2);
}

/** `--turns`: who ends a turn. */
export function readTurns(args: Arguments, otherwise: TurnsBy): TurnsBy {
  const turns = textOf(args, "turns") ?? otherwise;
  if (turns === "server" || turns === "client") return turns;
  throw new CommandError(`--turns: expected client or server, got ${JSON.stringify(turns)}`, 2);
}
