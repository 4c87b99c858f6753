import { createClient } from "@repartee/client";
import { CommandError, type Command } from "./command.ts";
import { modelsTable } from "./models-table.ts";
import { reachServer } from "./reach-server.ts";
import { explainFailure } from "./server-failure.ts";

/** Every hosted name, and what answers for it. */
export const models: Command = {
  name: "models",
  summary: "show what answers for each hosted name, why, and how fast",
  help: [
    "repartee models [--url URL] [--data-dir DIR] [--json]",
    "",
    "  repartee models           every hosted name with its servers: state, time to the first token, tokens per second",
    "  repartee models --json    the same as JSON, as GET /v2/hosted-models answers it",
    "",
    "Below stand the servers that were found on this machine and are not used, and what was refused. Numbers are those of the",
    "running server, of what it has asked since it started; where none runs, one is started to look.",
    "",
    "  --url URL   the server (http://127.0.0.1:7575)",
    "",
    "The key is REPARTEE_API_KEY, or local-key in the data folder.",
  ].join("\n"),
  options: { url: { type: "string" }, "data-dir": { type: "string" }, json: { type: "boolean" } },
  async run(args, io) {
    const [stray] = args.positionals;
    if (stray !== undefined)
      throw new CommandError(`models takes no ${JSON.stringify(stray)}; see: repartee models --help`, 2);
    await using server = await reachServer(args, io);
    const client = createClient({ baseUrl: server.baseUrl, apiKey: server.apiKey });
    try {
      const found = await client.hostedModels.list({ signal: io.signal });
      io.stdout(args.values["json"] === true ? `${JSON.stringify(found, null, 2)}\n` : modelsTable(found));
      return 0;
    } catch (cause) {
      throw explainFailure(cause, server.baseUrl);
    }
  },
};
