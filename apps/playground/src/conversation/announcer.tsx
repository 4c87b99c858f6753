import type { ReactNode } from "react";
import type { ConversationView } from "@repartee/client";
import { openCalls } from "../turn/open-calls.ts";

/**
 * Says each finished turn once, and each tool call that waits for its answer, to those who hear the page: never words that
 * are still coming.
 */
export function Announcer({ view, name }: { readonly view: ConversationView; readonly name: string }): ReactNode {
  const turn = view.turns.findLast(({ phase }) => phase === "completed");
  const standIn = view.model?.standIn === true ? " (stand-in)" : "";
  const said = turn === undefined || turn.reply.text === "" ? undefined : `${name}${standIn}: ${turn.reply.text}`;
  const call = view.turns.flatMap(openCalls).at(-1);
  const waiting = call === undefined ? undefined : `${call.name} is called, and waits for its result`;
  return (
    <p className="unseen" aria-live="polite">
      {waiting ?? said ?? turn?.errors.at(-1)?.message ?? ""}
    </p>
  );
}
