import { closeCodes } from "@repartee/protocol";
import type { WarningCode } from "@repartee/protocol";
import type { ConnectionState } from "@repartee/client";
import type { TalkSnapshot } from "../conversation/talk-snapshot.ts";
import { capital } from "../turn/format.ts";
import { turnWarnings } from "../turn/turn-warnings.ts";

/** Something about the conversation that its reader should know: what it is, why, and what to do. */
export interface Notice {
  readonly tone: "quiet" | "warning" | "error";
  readonly title: string;
  readonly text: string;
  /** For what goes on: since when, on the page's clock. */
  readonly sinceMs?: number;
}

/** What is to be said of a conversation now, the gravest first. */
export function toNotices(snapshot: TalkSnapshot): readonly Notice[] {
  const { view, connection, failure } = snapshot;
  if (view.ended !== undefined) return [toEnd(view.ended)];
  const notices = [
    failure === undefined ? undefined : ({ tone: "error", title: "That did not work", text: `${failure}.` } as const),
    connection === undefined ? undefined : toConnection(connection, snapshot.phaseSinceMs),
    toChannelError(snapshot),
    toLoading(snapshot),
    toWarning(snapshot),
  ];
  return notices.filter((notice) => notice !== undefined);
}

function toEnd(reason: string): Notice {
  const why = endReasons[reason] ?? (reason === "" ? "" : `The server says: ${reason}. `);
  return {
    tone: "quiet",
    title: "This conversation has ended",
    text: `${why}Everything that was said stays here; start a new one to go on talking.`,
  };
}

function toConnection(connection: ConnectionState, sinceMs: number): Notice | undefined {
  switch (connection.phase) {
    case "open":
      return undefined;
    case "connecting":
      if (connection.attempt > 0) return toLoss(connection.attempt, "", sinceMs);
      return { tone: "quiet", title: "Connecting", text: "Opening the live channel.", sinceMs };
    case "reconnecting":
      return toLoss(connection.attempt, describeClose(connection.loss), sinceMs);
    case "closed":
      return connection.end.type === "refused"
        ? { tone: "error", title: "The connection was refused", text: `${capital(describeClose(connection.end))}.` }
        : undefined;
  }
}

function toLoss(attempt: number, cause: string, sinceMs: number): Notice {
  const why = cause === "" ? "" : `${capital(cause)}. `;
  const text = `${why}Dialling again, attempt ${attempt}. The talk is kept and goes on where it was; is the server running?`;
  return { tone: "warning", title: "The connection is lost", text, sinceMs };
}

function describeClose({ code, reason }: { readonly code: number; readonly reason: string }): string {
  const known: Readonly<Record<number, { readonly meaning: string }>> = closeCodes;
  return reason === "" ? (known[code]?.meaning ?? `the server closed it with code ${code}`) : reason;
}

/** A fault that belongs to no turn: of the channel or of the store. Until the next turn comes to its end. */
function toChannelError({ view }: TalkSnapshot): Notice | undefined {
  const error = view.errors.at(-1);
  if (error === undefined || error.turnIdx !== undefined) return undefined;
  const done = view.turns.findLast(({ phase }) => phase === "completed");
  const later = (done?.numbers?.ended_at ?? 0) > (error.atMs ?? 0);
  return later ? undefined : { tone: "error", title: "The server could not follow", text: `${error.message}.` };
}

function toWarning({ view }: TalkSnapshot): Notice | undefined {
  const standIn = view.warnings.find(({ code }) => code === "stand_in");
  if (standIn !== undefined) {
    return {
      tone: "warning",
      title: "A stand-in answers",
      text: `${capital(standIn.message)}. Under Language model, “Your own” takes any OpenAI-compatible address.`,
    };
  }
  const warning = view.warnings.findLast(({ code }) => !shownElsewhere.has(code));
  return warning === undefined ? undefined : { tone: "warning", title: "Worth knowing", text: `${warning.message}.` };
}

/** With the turn that it is about. */
const shownElsewhere: ReadonlySet<WarningCode> = new Set([...turnWarnings, "silent_reply", "model_loading"]);

/** The first words take long, and why: as long as they are waited for. */
function toLoading({ view: { loading }, loadingSinceMs }: TalkSnapshot): Notice | undefined {
  if (loading === undefined) return undefined;
  return {
    tone: "quiet",
    title: "The model is not ready yet",
    text: `${capital(loading.message)}.`,
    sinceMs: loadingSinceMs,
  };
}

const endReasons: Readonly<Record<string, string>> = {
  end_conversation_endpoint_hit: "It was ended on request. ",
};
