import { dirname, resolve } from "node:path";
import type { HostedModels } from "../model/hosted-model.ts";
import { parseConfigFile } from "./config-file.ts";
import { readDatabaseUrl } from "./database-url.ts";
import { hostName, logLevel, onOrOff, portNumber, publicUrl } from "./config-schema.ts";
import type { ConfigFile, LogLevel } from "./config-schema.ts";
import { toHostedModels } from "./hosted-models.ts";
import { closestName } from "@repartee/protocol";
import { createSettingReader } from "./setting.ts";
import type { SettingReader } from "./setting.ts";

/** All that the operator decided, in one frozen value. */
export interface Config {
  /** 0 picks a free one. */
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Absent when it is simply where the server listens. Without a trailing slash. */
  readonly publicUrl?: string;
  readonly apiKey?: string;
  readonly secret?: string;
  /** PostgreSQL instead of the file in the data folder; holds a password. */
  readonly databaseUrl?: string;
  readonly logLevel: LogLevel;
  /** The operator's hosted models, keys included. */
  readonly models: HostedModels;
  /** The operator's other names for hosted models: the name, and the hosted name that it means. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Names, beside the loopback ones and the public URL's, by which the server may be addressed. */
  readonly allowedHosts: readonly string[];
  /** What personas may call although it is not public: everything, nothing, or these ranges. */
  readonly allowPrivateAddresses: boolean | readonly string[];
  /** Whether model servers are looked for on this machine. */
  readonly detect: boolean;
  /** Whether a persona's custom LLM is asked one question before the persona is stored. */
  readonly probeCustomLlms: boolean;
}

/** As given on the command line; they win over the environment, which wins over the file. */
export interface ConfigFlags {
  readonly config?: string | undefined;
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly publicUrl?: string | undefined;
  readonly logLevel?: string | undefined;
}

export interface ConfigSources {
  readonly flags: ConfigFlags;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The text of a file, or undefined where there is none; throws when it cannot be read. */
  readonly readFile: (path: string) => string | undefined;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

const CONFIG_FILE = "repartee.config.json";
export const DEFAULT_PORT = 7575;

const VARIABLES = [
  "PORT",
  "HOST",
  "DATA_DIR",
  "API_KEY",
  "SECRET",
  "PUBLIC_URL",
  "LOG_LEVEL",
  "DATABASE_URL",
  "DETECT",
].map((name) => `REPARTEE_${name}`);

/** Flags, environment and file become one configuration, or the list of everything that is wrong with them. */
export function readConfig(sources: ConfigSources): ConfigResult {
  const file = readFile(sources);
  const reader = createSettingReader(sources.env);
  const { databaseUrl, problems: databaseProblems } = readDatabaseUrl(sources.env);
  const config = { ...combine(sources, file, reader), ...(databaseUrl === undefined ? {} : { databaseUrl }) };
  const problems = [...file.problems, ...reader.problems, ...databaseProblems, ...mistypedVariables(sources.env)];
  return problems.length === 0 ? { ok: true, config: deepFreeze(config) } : { ok: false, problems };
}

function combine(sources: ConfigSources, file: LoadedFile, reader: SettingReader): Config {
  const { flags, cwd } = sources;
  const { settings } = file;
  const url = reader.text({
    flag: ["--public-url", flags.publicUrl],
    variable: "REPARTEE_PUBLIC_URL",
    schema: publicUrl,
  });
  const dataDir = reader.raw(["--data-dir", flags.dataDir], "REPARTEE_DATA_DIR")?.value;
  const apiKey = reader.secret("REPARTEE_API_KEY", {
    pattern: /^[\x21-\x7e]+$/,
    expected: "printable ASCII without spaces",
  });
  const secret = reader.secret("REPARTEE_SECRET", { pattern: /\S/, expected: "more than blanks" });
  const detect = reader.text({ flag: ["", undefined], variable: "REPARTEE_DETECT", schema: onOrOff });
  const shownUrl = url ?? settings.public_url;
  return {
    port:
      reader.number({ flag: ["--port", flags.port], variable: "REPARTEE_PORT", schema: portNumber }) ??
      settings.port ??
      DEFAULT_PORT,
    host:
      reader.text({ flag: ["--host", flags.host], variable: "REPARTEE_HOST", schema: hostName }) ??
      settings.host ??
      "127.0.0.1",
    dataDir: dataDir === undefined ? fileDataDir(cwd, file) : resolve(cwd, dataDir),
    logLevel:
      reader.text({ flag: ["--log-level", flags.logLevel], variable: "REPARTEE_LOG_LEVEL", schema: logLevel }) ??
      "info",
    models: toHostedModels(settings.models ?? {}, sources.env),
    aliases: settings.aliases ?? {},
    allowedHosts: settings.allowed_hosts ?? [],
    allowPrivateAddresses: settings.allow_private_addresses ?? false,
    probeCustomLlms: settings.probe_custom_llms ?? false,
    detect: detect === undefined ? (settings.detect ?? true) : detect === "on",
    ...(shownUrl === undefined ? {} : { publicUrl: shownUrl.replace(/\/+$/, "") }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(secret === undefined ? {} : { secret }),
  };
}

interface LoadedFile {
  readonly folder: string;
  readonly settings: ConfigFile;
  readonly problems: readonly string[];
}

function readFile({ flags, env, cwd, readFile: read }: ConfigSources): LoadedFile {
  const path = resolve(cwd, flags.config ?? CONFIG_FILE);
  const folder = dirname(path);
  try {
    const text = read(path);
    if (text !== undefined) return { folder, ...parseConfigFile(flags.config ?? CONFIG_FILE, text, env) };
    const missing = flags.config === undefined ? [] : [`--config: there is no file ${path}`];
    return { folder, settings: {}, problems: missing };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return { folder, settings: {}, problems: [`${path}: cannot be read: ${why}`] };
  }
}

/** A path in the file is meant from where the file stands, so that it can be used from any folder. */
function fileDataDir(cwd: string, file: LoadedFile): string {
  return file.settings.data_dir === undefined
    ? resolve(cwd, ".repartee")
    : resolve(file.folder, file.settings.data_dir);
}

/** Other programs may have variables with our prefix; one that is nearly ours is a mistake that would pass in silence. */
function mistypedVariables(env: ConfigSources["env"]): readonly string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith("REPARTEE_") && !VARIABLES.includes(name))
    .flatMap((name) => {
      const meant = closestName(
        name.slice("REPARTEE_".length),
        VARIABLES.map((known) => known.slice("REPARTEE_".length)),
      );
      return meant === undefined ? [] : [`${name}: unknown variable; did you mean "REPARTEE_${meant}"?`];
    });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) for (const child of Object.values(value)) deepFreeze(child);
  return Object.freeze(value);
}
