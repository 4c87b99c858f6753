import { runJob } from "./job.ts";
import type { ReparteeSettings } from "./pairs.ts";
import { talkToRepartee } from "./repartee-talk.ts";

// The client's process: it plays callers through the live channels of running servers.

/** `servers`: for each call its own. */
export interface ReparteeJob {
  readonly servers: Readonly<Record<string, { readonly url: string; readonly apiKey: string }>>;
  readonly endpointUrl: string;
  readonly systemPrompt: string;
  readonly settings: ReparteeSettings;
}

await runJob(({ servers, ...side }: ReparteeJob) =>
  talkToRepartee({
    ...side,
    serverOf(callId) {
      const server = servers[callId];
      if (server === undefined) throw new Error(`there is no server for the call ${callId}`);
      return server;
    },
  }),
);
