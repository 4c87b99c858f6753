import { ReparteeError } from "@repartee/client";
import { describe, expect, test } from "vitest";
import { readLinkToken } from "./access.ts";
import { enter } from "./enter.ts";

type Session = Parameters<typeof enter>[0];

/** A server that answers so, and what it was asked. */
function serverWith(answers: { readonly open?: Error; readonly good: boolean | Error }) {
  const asked: string[] = [];
  const session: Session = {
    open: async (token) => {
      asked.push(`open ${token}`);
      if (answers.open !== undefined) throw answers.open;
    },
    check: async () => {
      asked.push("check");
      if (answers.good instanceof Error) throw answers.good;
      return answers.good;
    },
  };
  return { session, asked };
}

const coming = (token?: string) => ({ token, nowMs: 7, signal: new AbortController().signal });
const used = new ReparteeError("the link was used", { status: 401 });
const silent = new ReparteeError("no answer", { code: "unreachable" });

describe("coming in", () => {
  test("by the cookie, where there is no link", async () => {
    const { session, asked } = serverWith({ good: true });
    expect(await enter(session, coming())).toEqual({ type: "open" });
    expect(asked).toEqual(["check"]);
  });

  test("by the link", async () => {
    const { session, asked } = serverWith({ good: true });
    expect(await enter(session, coming("t1"))).toEqual({ type: "open" });
    expect(asked).toEqual(["open t1", "check"]);
  });

  test("a used link is told in the server's words, unless the cookie is good", async () => {
    const locked = serverWith({ open: used, good: false });
    expect(await enter(locked.session, coming("t1"))).toEqual({ type: "locked", reason: "the link was used" });
    expect(await enter(serverWith({ open: used, good: true }).session, coming("t1"))).toEqual({ type: "open" });
  });

  test("no server is not a refusal", async () => {
    expect(await enter(serverWith({ open: silent, good: silent }).session, coming("t1"))).toEqual({
      type: "unreachable",
      sinceMs: 7,
    });
  });

  test("a visit that was given up says nothing", async () => {
    const left = AbortSignal.abort(new Error("left"));
    const { session } = serverWith({ good: new Error("aborted") });
    await expect(enter(session, { ...coming(), signal: left })).rejects.toThrow("left");
  });

  test("the token is in the fragment", () => {
    expect(["#t=abc", "#t=", "", "#turn=7&t=x"].map(readLinkToken)).toEqual(["abc", undefined, undefined, "x"]);
  });
});
