import { randomBytes, scrypt } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Clock } from "../ports/clock.ts";
import { openPrivateFile } from "./private-file.ts";

/** Lets one browser into one conversation: a signed token (JWT, HS256) for `?t=`. */
export interface MeetingTokens {
  issue(meeting: Meeting, lifetimeSeconds: number): Promise<string>;
  /** Undefined for a token that is not ours, was changed, or is too old. */
  verify(token: string): Promise<Meeting | undefined>;
}

export interface Meeting {
  readonly workspaceId: string;
  readonly conversationId: string;
}

export function createMeetingTokens(parts: { readonly secret: Uint8Array; readonly clock: Clock }): MeetingTokens {
  return {
    async issue(meeting, lifetimeSeconds) {
      const { SignJWT } = await loadJose();
      return new SignJWT({ conversation_id: meeting.conversationId, workspace_id: meeting.workspaceId })
        .setProtectedHeader({ alg: "HS256" })
        .setExpirationTime(Math.floor(parts.clock.wall().getTime() / 1000) + lifetimeSeconds)
        .sign(parts.secret);
    },
    verify: async (token) => {
      const { jwtVerify } = await loadJose();
      try {
        const options = { algorithms: ["HS256"], currentDate: parts.clock.wall(), requiredClaims: ["exp"] };
        const { payload } = await jwtVerify(token, parts.secret, options);
        const { conversation_id: conversationId, workspace_id: workspaceId } = payload;
        if (typeof conversationId !== "string" || typeof workspaceId !== "string") return undefined;
        return { conversationId, workspaceId };
      } catch {
        return undefined; // every way in which a token fails is one answer to whoever brought it
      }
    },
  };
}

/** Most servers never issue a token, and need not hold what makes one. */
const loadJose = (): Promise<typeof import("jose")> => import("jose");

const MEETING_KEY_FILE = "meeting.key";

/**
 * What meeting tokens are signed with: from `REPARTEE_SECRET` where it is given, so that several servers agree; else
 * from a file in the data folder. Tokens are in strangers' hands, so that a short secret is stretched before use.
 */
export async function openMeetingSecret(parts: {
  readonly dataDir: string;
  readonly secret?: string | undefined;
}): Promise<Uint8Array> {
  if (parts.secret !== undefined) return derive(parts.secret, "repartee meeting token v1", 32);
  const path = join(parts.dataDir, MEETING_KEY_FILE);
  const { text } = await openPrivateFile(path, () => `${randomBytes(32).toString("hex")}\n`);
  const secret = Buffer.from(text.trim(), "hex");
  if (secret.length !== 32) throw new Error(`${path} does not hold 32 bytes of hex; remove it, and a new one is made`);
  return secret;
}

const derive: (secret: string, salt: string, length: number) => Promise<Buffer> = promisify(scrypt);
