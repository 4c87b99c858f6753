import type { Upstream } from "../ports/model-client.ts";
import { CommandError, textOf, type Arguments, type Io } from "./command.ts";

/** What `repartee doctor` is pointed at: an address that it asks itself, or a name that the server knows. */
export type DoctorTarget =
  | { readonly type: "installation" }
  | { readonly type: "address"; readonly upstream: Upstream }
  | { readonly type: "name"; readonly name: string };

const timeouts = { connectMs: 2000, firstPartMs: 10_000, betweenPartsMs: 5000 } as const;

export function readDoctorTarget(args: Arguments, io: Pick<Io, "env">): DoctorTarget {
  const [target, stray] = args.positionals;
  if (stray !== undefined) {
    throw new CommandError(`doctor takes no ${JSON.stringify(stray)}; see: repartee doctor --help`, 2);
  }
  // No name of a model or a persona that the server knows holds a slash or a colon.
  if (target !== undefined && /[/:]/.test(target)) return { type: "address", upstream: upstreamOf(target, args, io) };
  const [only] = ["model", "api-key-env", "header"].filter((name) => args.values[name] !== undefined);
  if (only !== undefined) {
    throw new CommandError(`--${only} goes with a base_url: repartee doctor https://host/v1 --${only} …`, 2);
  }
  return target === undefined ? { type: "installation" } : { type: "name", name: target };
}

function upstreamOf(baseUrl: string, args: Arguments, { env }: Pick<Io, "env">): Upstream {
  const model = textOf(args, "model") ?? "default";
  const variable = textOf(args, "api-key-env");
  const apiKey = variable === undefined ? undefined : env[variable];
  if (variable !== undefined && (apiKey === undefined || apiKey === "")) {
    throw new CommandError(`--api-key-env: there is no variable ${variable}, or nothing in it`, 2);
  }
  const header = textOf(args, "header");
  return {
    name: model,
    kind: "openai",
    model,
    baseUrl,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(header === undefined ? {} : { headers: readHeader(header) }),
    timeouts,
  };
}

/** `Name: value`; several come with a newline between. */
function readHeader(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split("\n").map((line) => {
      const colon = line.indexOf(":");
      // The value stays out of the message: it may be the key.
      if (colon < 1) throw new CommandError("--header: expected NAME: VALUE", 2);
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}
