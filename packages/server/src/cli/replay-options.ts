import { numberOf, textOf, CommandError, type Arguments } from "./command.ts";
import { readModel, readTurns, type GivenModel } from "./talk-options.ts";
import type { TurnsBy } from "@repartee/protocol";

/** The flags of `repartee replay`, read. */
export interface ReplayFlags {
  readonly url: string | undefined;
  readonly model: GivenModel | undefined;
  /** Of the model that stands in where none is named. */
  readonly pace: { readonly ttftMs: number; readonly rate: number };
  readonly turns: TurnsBy | undefined;
  readonly user: string | undefined;
  readonly limit: number | undefined;
  readonly parallel: number;
  readonly speed: number;
  readonly details: boolean;
  readonly json: string | undefined;
  readonly svg: string | undefined;
  readonly record: string | undefined;
}

/** Of a middling model that is not far away. */
const usualPace = { ttftMs: 400, rate: 50 };

export function readReplayFlags(args: Arguments): ReplayFlags {
  const url = textOf(args, "url");
  const model = readModel(args);
  for (const name of ["ttft", "rate"]) {
    if (args.values[name] !== undefined && (url ?? model) !== undefined) {
      throw new CommandError(
        `--${name}: is of the model that stands in; leave out --url and --llm-url, or --${name}`,
        2,
      );
    }
  }
  if (args.values["data-dir"] !== undefined && url === undefined) {
    throw new CommandError("--data-dir: finds the key of the server at --url, which is missing", 2);
  }
  return {
    url,
    model,
    pace: {
      ttftMs: numberOf(args, "ttft") ?? usualPace.ttftMs,
      rate: numberOf(args, "rate") ?? usualPace.rate,
    },
    turns: args.values["turns"] === undefined ? undefined : readTurns(args, "server"),
    user: textOf(args, "user"),
    limit: numberOf(args, "limit", 1),
    parallel: numberOf(args, "parallel", 1) ?? 1,
    speed: readSpeed(args),
    details: args.values["details"] === true,
    json: textOf(args, "json"),
    svg: textOf(args, "svg"),
    record: textOf(args, "record"),
  };
}

function readSpeed(args: Arguments): number {
  const text = textOf(args, "speed") ?? "1";
  const speed = Number(text);
  if (/^[\d.]+$/.test(text) && speed > 0 && speed <= 1000) return speed;
  throw new CommandError(`--speed: expected a number above 0 and up to 1000, got ${JSON.stringify(text)}`, 2);
}
