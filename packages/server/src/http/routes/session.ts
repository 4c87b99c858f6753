import { z } from "@hono/zod-openapi";
import { openDoor } from "../door.ts";
import type { Door } from "../door.ts";
import { readJson } from "../json-body.ts";
import { SESSION_LIFETIME_MS } from "../page-session.ts";
import { parseOr400 } from "../parse.ts";
import type { AppParts } from "../parts.ts";
import { refusal } from "../problem.ts";
import { badRequest, json, notAuthorized } from "../schemas/answer.ts";
import { writeSessionCookie } from "../session-cookie.ts";

const linkToken = z.object({ token: z.string().min(1).max(512) }).openapi("LinkToken");
const sessionAnswer = z.object({ status: z.literal("active") }).openapi("Session");

/** `/session`: how the page comes from the link that was printed to a cookie of its own. */
export function registerSession(app: Door, { sessions }: AppParts): void {
  const tags = ["Page"];
  const answers = { 400: badRequest, 401: notAuthorized };
  openDoor(
    app,
    {
      method: "post",
      path: "/session",
      summary: "Swap the one-time token of the page's link for a session cookie",
      tags,
      security: [],
      request: { body: { content: { "application/json": { schema: linkToken } } } },
      responses: { 204: { description: "The cookie is set." }, ...answers },
    },
    async (context) => {
      const request = context.req.raw;
      const { token } = parseOr400(linkToken, await readJson(request));
      const session = sessions.redeem(token);
      if (session === undefined)
        throw refusal(401, "the link was used or is too old; the server prints a new one each time it starts");
      context.header("set-cookie", writeSessionCookie(request, session, SESSION_LIFETIME_MS / 1000));
      return context.body(null, 204);
    },
  );
  openDoor(
    app,
    {
      method: "get",
      path: "/session",
      summary: "Whether the cookie is good",
      tags,
      responses: { 200: json("It is.", sessionAnswer), 401: notAuthorized },
    },
    (context) => context.json({ status: "active" }),
  );
}
