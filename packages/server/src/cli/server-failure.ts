import { ReparteeError } from "@repartee/client";
import { CommandError } from "./command.ts";

/** What the server refused, or that it did not answer, as words for the command line; anything else as it is. */
export function explainFailure(cause: unknown, baseUrl: string): unknown {
  if (!(cause instanceof ReparteeError)) return cause;
  if (cause.code === "unreachable") {
    const hint = "start one with repartee start, or say with --url where it is";
    return new CommandError(`${cause.message} (${hint})`, 1, { cause });
  }
  if (cause.status === 401 || cause.code === "unauthorized") {
    const hint = "set REPARTEE_API_KEY to its key, or --data-dir to its data folder";
    return new CommandError(`the server at ${baseUrl} refuses the key; ${hint}`, 1, { cause });
  }
  return new CommandError(`the server at ${baseUrl}: ${cause.message}`, 1, { cause });
}
