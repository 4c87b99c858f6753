import type { Finding } from "../ports/examination.ts";
import { failed, ok, skipped, spanText } from "./finding.ts";
import type { Complaint } from "./finding.ts";
import type { Reply } from "./reply.ts";

/** What the first answer tells: the key, the path, the model, and whether it is an answer at all. Pure. */

export interface FirstAnswer {
  readonly reply: Reply;
  /** How the request said who it is: `Authorization: Bearer` from the key, or a header's name; never a value. */
  readonly credential?: string | undefined;
  readonly model: string;
  /** Another base_url on that host that answered, where this one did not. */
  readonly working?: string | undefined;
  /** The names that the server lists, where it was asked for them. */
  readonly models?: readonly string[] | undefined;
}

export function diagnoseAuthorization({ reply, credential }: FirstAnswer): Finding {
  const { status } = reply;
  if (status === undefined) return skipped("authorization", "there was no answer");
  const sent = credential === undefined ? "no key was sent" : `${credential} was sent`;
  if (status !== 401 && status !== 403 && status !== 407) {
    return ok("authorization", credential === undefined ? `${sent}, and none was asked for` : sent);
  }
  const words = quoted(reply);
  if (credential === undefined) {
    const why = `the server asks for a key and none was sent${words}`;
    const change = "set api_key (doctor: --api-key-env VARIABLE), or the header that the server wants in headers";
    return failed("authorization", { measured: `${status}; ${sent}`, why, change });
  }
  const why =
    status === 403 ? `the key is known and may not do this${words}` : `the server does not take this key${words}`;
  const change =
    status === 403
      ? "give the key access to the model, or use another; some hosts also refuse by region or address"
      : "check that the key is whole, current and of this server; one that wants another header gets it in headers";
  return failed("authorization", { measured: `${status}; ${sent}`, why, change });
}

export function diagnoseAnswer(first: FirstAnswer): Finding {
  const { reply } = first;
  if (reply.status === undefined) return failed("answer", noAnswer(reply));
  const measured = `${reply.status}, ${reply.contentType || "no content type"}, ${spanText(reply.headMs ?? 0)}`;
  const complaint = reply.status === 200 ? complainOfBody(reply) : complainOfStatus(first, reply.status);
  if (complaint === undefined) return ok("answer", measured);
  return failed("answer", { measured, ...complaint });
}

type Words = Omit<Complaint, "measured">;

function noAnswer({ end, endMs }: Reply): Complaint {
  const measured = `nothing in ${spanText(endMs)}`;
  if (end.type === "late") {
    const why = "the request was taken, and not even headers came back";
    const change = "see what the server does with it: a model that is loading, a queue, or a proxy that has lost it";
    return { measured, why, change };
  }
  const code = end.type === "broken" ? end.code : "closed";
  const why = `the connection broke before an answer (${code})`;
  const change =
    code === "ECONNRESET"
      ? "look at the server's log; one that wants https does this to http, and the other way round"
      : "look at the server's log";
  return { measured, why, change };
}

function complainOfBody(reply: Reply): Words | undefined {
  if (reply.kind === "html") {
    const why = `a web page came back where an answer should be: “${title(reply.head)}”`;
    const change = "base_url leads to a site or to a tunnel's own page: check that the tunnel runs, and the path";
    return { why, change };
  }
  if (reply.kind === "text") {
    const why = `what came back is neither events nor JSON: “${reply.head}”`;
    return { why, change: "check the path in base_url; the answer must be server-sent events with JSON in them" };
  }
  const isError = reply.kind === "json" && reply.chunks === 0 && reply.finishReason === undefined;
  if (!isError) return undefined;
  const why = `the status is 200 and the answer is no completion${quoted(reply)}`;
  return { why, change: "check the path in base_url, and answer errors with a status of their own" };
}

function complainOfStatus(first: FirstAnswer, status: number): Words {
  const { reply } = first;
  const words = quoted(reply);
  if (status >= 300 && status < 400) {
    const why = `it points elsewhere: ${(reply.location ?? "it does not say where").split("?")[0]}`;
    return { why, change: "set base_url to where it points; redirects are not followed" };
  }
  if (status === 429) {
    const later = reply.retryAfter === undefined ? "" : `; it asks to wait ${reply.retryAfter} s`;
    return { why: `it is asked too often${words}${later}`, change: "raise the limit of the key, or wait" };
  }
  if (status >= 500) return { why: `the server failed${words}`, change: "look at the server's log, and try again" };
  if (/model/i.test(reply.refusal ?? "")) return complainOfModel(first, words);
  if (status === 404 || status === 405 || status === 410) return complainOfPath(first, words);
  return { why: `the request was refused${words}`, change: "do what it says; extra_body and headers are sent as set" };
}

function complainOfModel({ model, models = [] }: FirstAnswer, words: string): Words {
  const why = `it does not take the model ${JSON.stringify(model)}${words}`;
  if (models.length === 0) return { why, change: "set model to a name that the server knows (GET /models lists them)" };
  return { why, change: `set model to one that it has: ${listed(models)}` };
}

function complainOfPath(first: FirstAnswer, words: string): Words {
  const why = `there is nothing at this path${words}`;
  if (first.working !== undefined) return { why, change: `set base_url to ${first.working}: that one answers` };
  if (first.models !== undefined) return complainOfModel(first, words);
  const change = "set base_url to what comes before /chat/completions; /v1 and other usual paths were tried in vain";
  return { why, change };
}

const mostNames = 8;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(", ");
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}

function quoted({ refusal, head, kind }: Reply): string {
  const words = refusal ?? (kind === "html" ? title(head) : head);
  return words === "" ? "" : `: “${words}”`;
}

/** The title of a page, else how it begins. */
function title(head: string): string {
  return /<title[^>]*>([^<]+)/i.exec(head)?.[1]?.trim() ?? head.slice(0, 80);
}
