/** Which calls must wait for which, so that each sees what those before it did. */
import type { OperationInput, OperationName } from "../sql/operations.ts";
import type { Place } from "./lanes.ts";

interface Named {
  readonly workspaceId: string;
  readonly conversationId: string;
}

export function conversationLane({ workspaceId, conversationId }: Named): string {
  return JSON.stringify([workspaceId, conversationId]);
}

const within = (named: Named): Place => ({ in: [conversationLane(named)] });
const write = (lane: string) => (): Place => ({ in: [lane] });
const read = (lane: string) => (): Place => ({ after: [lane] });

const places: { readonly [N in OperationName]: (input: OperationInput<N>) => Place } = {
  "persona-create": write("persona"),
  "persona-replace": write("persona"),
  "persona-delete": write("persona"),
  "persona-get": read("persona"),
  "persona-list": read("persona"),
  // Creations follow each other, because of the same instant the one created last is listed first.
  "conversation-create": ({ record: { workspace_id: workspaceId, conversation_id: conversationId } }) => ({
    in: ["conversation", conversationLane({ workspaceId, conversationId })],
  }),
  "conversation-get": within,
  "conversation-claim": within,
  "conversation-delete": within,
  "event-append": within,
  "event-list": within,
  "conversation-list": () => ({ after: "all" }),
  "key-create": write("key"),
  "key-find": read("key"),
  "key-list": read("key"),
  check: () => ({ after: [] }),
};

export function placeOf<N extends OperationName>(name: N, input: OperationInput<N>): Place {
  return places[name](input);
}

/** These are one statement that changes nothing, and need no transaction. */
export const singleReads: ReadonlySet<OperationName> = new Set([
  "persona-get",
  "conversation-get",
  "event-list",
  "key-find",
  "key-list",
]);
