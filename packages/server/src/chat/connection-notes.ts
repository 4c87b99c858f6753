import type { LiveChannel } from "./talk.ts";

/** What is worth telling of a connection's losses, once for each. It never rejects: its reader is told what went wrong. */
export async function* readConnectionNotes(live: LiveChannel): AsyncGenerator<string, void> {
  let lost = false;
  for await (const { phase } of live.states()) {
    if (phase === "reconnecting" && !lost) yield "the connection is lost; dialling again";
    if (phase === "open" && lost) yield "connected again";
    if (phase === "reconnecting" || phase === "open") lost = phase === "reconnecting";
  }
}
