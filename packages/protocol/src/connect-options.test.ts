import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseConnectOptions, toConnectQuery } from "./connect-options.ts";
import type { ConnectOptions } from "./connect-options.ts";
import { features } from "./features.ts";
import type { Feature } from "./features.ts";

const parse = (query: string) => parseConnectOptions(new URLSearchParams(query));

describe("the query of the live channel", () => {
  test("W20 without a query the server ends turns and nothing is opted into", () => {
    expect(parse("")).toEqual({
      ok: true,
      options: { turns: "server", features: [], token: undefined, afterSeq: undefined },
    });
  });

  test("W20 features are named once, in any order, and unknown ones are left out", () => {
    expect(parse("features=drafts,%20prepared,drafts,telepathy,__proto__,")).toMatchObject({
      options: { features: ["drafts", "prepared"] },
    });
  });

  test.each([
    ["turns=nobody", 'turns: expected "client" or "server"'],
    ["turns=", 'turns: expected "client" or "server"'],
    ["after_seq=-1", "after_seq: expected a whole number from 0, the highest seq that you have seen"],
    ["after_seq=1e3", "after_seq: expected a whole number from 0, the highest seq that you have seen"],
    ["after_seq=9999999999999999", "after_seq: expected a whole number from 0, the highest seq that you have seen"],
    [`t=${"x".repeat(5_000)}`, "t: longer than 4096 characters; send the conversation's meeting_token"],
  ])("W21 %.40s is refused by name", (query, message) => {
    expect(parse(query)).toEqual({ ok: false, code: "bad_frame", message });
  });

  test("W21 what is written is read", () => {
    const options: fc.Arbitrary<ConnectOptions> = fc.record({
      turns: fc.constantFrom("client", "server"),
      features: fc.subarray<Feature>(["prepared", "drafts", "streaming"]),
      token: fc.option(fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }), { nil: undefined }),
      afterSeq: fc.option(fc.maxSafeNat(), { nil: undefined }),
    });
    fc.assert(
      fc.property(options, (given) => {
        expect(parse(toConnectQuery(given))).toEqual({ ok: true, options: given });
      }),
    );
  });

  test("W21 any query is read or refused, never thrown", () => {
    fc.assert(fc.property(fc.webQueryParameters(), (query) => typeof parse(query).ok === "boolean"));
  });

  test("W20 every feature says what it gives", () => {
    for (const meaning of Object.values(features)) expect(meaning).not.toBe("");
  });
});
