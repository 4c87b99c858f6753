import { describe, expect, test } from "vitest";
import { chatAddress } from "../model/chat/address.ts";
import * as reach from "./diagnose-reach.ts";
import { goodHandshake } from "./testing/scripted-wire.ts";

function readUrl(baseUrl: string) {
  return reach.diagnoseBaseUrl({ baseUrl, address: chatAddress(baseUrl) });
}

describe("The way to an endpoint", () => {
  test.each([
    ["localhost:11434/v1", "write it as http://localhost:11434/v1 or https://localhost:11434/v1"],
    ["llm.example/v1", "write it as http://llm.example/v1 or https://llm.example/v1"],
    ["ftp://llm.example", "write it as https://host/v1"],
  ])("DR8 %s is no address", (baseUrl, change) => {
    expect(readUrl(baseUrl)).toMatchObject({ state: "failed", change });
  });

  test("DR8 the route is appended, and one that stands there already is a warning", () => {
    const measured = "POST https://llm.example/v1/chat/completions";
    expect(readUrl("https://llm.example/v1/?key=hush")).toEqual({ step: "base_url", state: "ok", measured });
    expect(readUrl("https://llm.example/v1/chat/completions")).toMatchObject({ state: "warning", measured });
  });

  test.each([
    ["ENOTFOUND", "there is no host of that name"],
    ["EAI_AGAIN", "the name server did not answer"],
    ["timeout", "the name was not found in time"],
    ["EODD", "the name could not be looked up (EODD)"],
  ])("DR9 a name that is not found: %s", (code, why) => {
    expect(reach.diagnoseName("llm.example", { ok: false, code, ms: 7 })).toMatchObject({ state: "failed", why });
  });

  test("DR9 a name that is found is told with its addresses", () => {
    const all = { ok: true, addresses: ["192.0.2.1", "192.0.2.2"], ms: 7 } as const;
    expect(reach.diagnoseName("llm.example", all).measured).toBe("llm.example is 192.0.2.1 and 1 more, 7 ms");
    const literal = { ok: true, addresses: ["192.0.2.1"], ms: 0 } as const;
    expect(reach.diagnoseName("192.0.2.1", literal).measured).toBe("192.0.2.1 is an address");
  });

  test("DR7 an address may be refused as long as another may be called", () => {
    const some = [{ address: "10.0.0.1", refusal: "private" }, { address: "192.0.2.1" }];
    expect(reach.diagnoseAddress(some)).toMatchObject({ state: "ok", measured: "1 of 2 may be called from here" });
    expect(reach.diagnoseAddress(some.slice(0, 1))).toMatchObject({ state: "failed" });
  });

  test.each([
    ["ECONNREFUSED", "nothing listens there"],
    ["timeout", "nobody answered, not even to refuse"],
    ["EHOSTUNREACH", "there is no way to that host"],
    ["EODD", "the connection failed (EODD)"],
  ])("DR9 a connection that fails: %s", (code, why) => {
    expect(reach.diagnoseConnection("::1", 80, { ok: false, code, ms: 3 })).toMatchObject({
      state: "failed",
      measured: "[::1]:80, after 3 ms",
      why,
    });
  });

  test.each([
    ["CERT_HAS_EXPIRED", "the certificate has expired"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "the certificate is self-signed"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "the certificate comes from an authority that this machine does not know"],
    [
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "the server does not send the certificates between its own and the authority's",
    ],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "the certificate is for another name"],
    ["CERT_ODD", "the certificate is not accepted (CERT_ODD)"],
  ])("DR10 a certificate that is wrong: %s", (problem, why) => {
    expect(reach.diagnoseTls("other.example", { ...goodHandshake, problem })).toMatchObject({
      state: "failed",
      measured: "certificate for DNS:llm.example, until Jan  1 00:00:00 2030 GMT, asked for other.example",
      why,
    });
  });

  test("DR10 TLS is told with its version and how long it took; where there is none, so", () => {
    expect(reach.diagnoseTls("llm.example", { ...goodHandshake, http2: true })).toMatchObject({
      state: "ok",
      measured: "TLSv1.3, HTTP/2 offered, 9 ms, certificate until Jan  1 00:00:00 2030 GMT",
    });
    expect(reach.diagnoseTls("llm.example", { ok: false, code: "EPROTO", ms: 2 })).toMatchObject({
      state: "failed",
      why: "the server does not speak TLS at this port",
    });
  });

  test("DR10 a key in plain words is a warning beyond this machine and network", () => {
    expect(reach.diagnosePlainHttp(false, true)).toMatchObject({ state: "warning" });
    expect(reach.diagnosePlainHttp(true, true)).toMatchObject({ state: "skipped" });
    expect(reach.diagnosePlainHttp(false, false)).toMatchObject({ state: "skipped" });
  });
});
