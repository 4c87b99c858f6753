import { z } from "@hono/zod-openapi";
import { openDoor } from "../door.ts";
import type { Door } from "../door.ts";
import { parseOr400 } from "../parse.ts";
import type { AppParts } from "../parts.ts";
import { invalidId, refusal } from "../problem.ts";
import { badRequest, json, notAuthorized, problem } from "../schemas/answer.ts";
import { flightRecord } from "../schemas/flight-record.ts";

const turnIdx = z
  .string()
  .regex(/^\d{1,9}$/, "expected a whole number")
  .transform(Number)
  .openapi({ type: "integer", minimum: 0 });
const params = z.object({ conversation_id: z.string(), turn_idx: turnIdx });

/** `/v2/conversations/{id}/turns/{turn_idx}`: why a turn went as it did. */
export function registerTurns(app: Door, { conversations }: Pick<AppParts, "conversations">): void {
  openDoor(
    app,
    {
      method: "get",
      path: "/v2/conversations/{conversation_id}/turns/{turn_idx}",
      summary: "Tell why one turn said what it did, and why so late",
      tags: ["Conversations"],
      request: { params },
      responses: {
        200: json("The flight record of the turn, which may still go on.", flightRecord),
        400: badRequest,
        401: notAuthorized,
        404: json("The conversation has no such turn.", problem),
      },
    },
    async (context) => {
      const { conversation_id: id, turn_idx: idx } = parseOr400(params, context.req.param());
      const found = await conversations.turn(context.get("workspaceId"), id, idx);
      if (found.ok) return context.json(found.turn);
      if (found.reason === "unknown") throw invalidId("conversation_id");
      throw refusal(404, noTurn(idx, found.newest));
    },
  );
}

function noTurn(idx: number, newest: number | undefined): string {
  const known =
    newest === undefined
      ? "no turn of it has been committed yet"
      : newest < idx
        ? `its newest is ${newest}, and this one is not there yet`
        : `turns are counted from 1, its newest is ${newest}`;
  return `turn_idx: this conversation has no turn ${idx}: ${known}`;
}
