import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cases, runDoctor } from "./testing/seven-cases.ts";

const docs = readFileSync(new URL("../../../../docs/doctor.md", import.meta.url), "utf8");

/** The block of text below a heading. */
function printedIn(title: string): string {
  const found = docs.split(`### ${title}\n`)[1]?.split("```")[1];
  if (found === undefined) throw new Error(`docs/doctor.md has no block below ${title}`);
  return found.slice(found.indexOf("\n") + 1);
}

/** A machine without a network cannot tell that a name does not exist. */
function asOnline(text: string): string {
  return text
    .replace("the name server did not answer", "there is no host of that name")
    .replace(
      "check this machine's network and its name server, then try again",
      "check the spelling of base_url; the address of a tunnel is a new one after each start",
    );
}

/** Times and ports are other ones each time. */
function withoutNumbers(text: string): string {
  return text.replaceAll("under 1 ms", "0 ms").replaceAll(/\d+(?:\.\d+)?/g, "#");
}

const failing = Object.keys(cases).filter((title) => title !== "A healthy endpoint" && title !== "No streaming");

describe("repartee doctor as a process", { timeout: 60_000 }, () => {
  test.each(Object.keys(cases))("DR29 DR31 prints what the docs show: %s", async (title) => {
    await using endpoint = await cases[title]!();
    const { text, exitCode } = await runDoctor([endpoint.baseUrl, "--model", "qwen3", "--api-key-env", "LLM_KEY"]);
    expect(withoutNumbers(asOnline(text))).toBe(withoutNumbers(printedIn(title)));
    expect(text).not.toContain("sk-0123456789");
    expect(exitCode).toBe(failing.includes(title) ? 1 : 0);
  });

  test("DR29 prints JSON as the server answers it", async () => {
    await using endpoint = await cases["A wrong key"]!();
    const { text, exitCode } = await runDoctor([endpoint.baseUrl, "--json"]);
    expect(JSON.parse(text)).toMatchObject({
      target: endpoint.baseUrl,
      healthy: false,
      data: [{ base_url: endpoint.baseUrl, model: "default", capabilities: {}, findings: { length: 18 } }],
    });
    expect(exitCode).toBe(1);
  });

  test.each([
    [["http://127.0.0.1:1/v1", "more"], 'doctor takes no "more"'],
    [
      ["http://127.0.0.1:1/v1", "--api-key-env", "NO_SUCH_VARIABLE"],
      "--api-key-env: there is no variable NO_SUCH_VARIABLE",
    ],
    [["tavus-llama-4", "--model", "m"], "--model goes with a base_url"],
    [["http://127.0.0.1:1/v1", "--header", "hush"], "--header: expected NAME: VALUE"],
  ])("DR29 wrong usage is told, with exit code 2: %j", async (args, words) => {
    const { text, exitCode } = await runDoctor(args);
    expect(text).toContain(`error: ${words}`);
    expect(text).not.toContain("hush");
    expect(exitCode).toBe(2);
  });
});
