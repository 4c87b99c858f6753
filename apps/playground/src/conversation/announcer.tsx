import type { ReactNode } from "react";
import type { ConversationView } from "@repartee/client";

/** Says each finished turn once, to those who hear the page: never words that are still coming. */
export function Announcer({ view, name }: { readonly view: ConversationView; readonly name: string }): ReactNode {
  const turn = view.turns.findLast(({ phase }) => phase === "completed");
  const standIn = view.model?.standIn === true ? " (stand-in)" : "";
  const said = turn === undefined || turn.reply.text === "" ? undefined : `${name}${standIn}: ${turn.reply.text}`;
  return (
    <p className="unseen" aria-live="polite">
      {said ?? turn?.errors.at(-1)?.message ?? ""}
    </p>
  );
}
