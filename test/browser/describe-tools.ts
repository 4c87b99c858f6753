import { describe, expect, test } from "vitest";
import type { Locator, Page } from "playwright-core";
import { startEndpoint } from "../../bench/endpoint/endpoint.ts";
import type { Endpoint } from "../../bench/endpoint/endpoint.ts";
import { createReplies } from "../../bench/endpoint/reply.ts";
import { composer, finished, turns } from "./actions.ts";
import type { Stage } from "./stage.ts";

const findTable = {
  type: "function",
  function: {
    name: "find_table",
    parameters: { type: "object", properties: { when: { type: "string" }, seats: { type: "integer" } } },
  },
};

/** Tool calls, and what the page lets one do with them. */
export function describeTools(stage: () => Stage): void {
  describe("a tool call", () => {
    test("is shown with its arguments, answered by hand, and its result stays in the turn", async () => {
      await using model = await startCaller();
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWithTools(page, model, [findTable]);
      await say(page, "a table for two");
      const call = calls(page, 1).first();
      await call.getByText("waits for its result").waitFor();
      expect(await call.textContent()).toMatch(/find_table.*write.*of 30\.0.s.*when.*at eight.*seats.*2/);
      await turns(page).first().getByText("waits for find_table").waitFor();
      await call.getByRole("textbox", { name: "Result" }).fill('{"free": ["window"]}');
      await call.getByRole("button", { name: "Send the result" }).click();
      await finished(page, 1);
      expect(await call.getAttribute("aria-label")).toBe("find_table, answered");
      await call.getByText('{"free": ["window"]}').waitFor();
      await turns(page).first().getByText("The window table is free.").waitFor();
      expect(model.results.at(-1)).toContain('{"free": ["window"]}');
      expect(visit.faults).toEqual([]);
    });

    test("has a form where the tool says what it gives, and says what is missing in it", async () => {
      await using model = await startCaller();
      await using visit = await stage().open("/");
      const { page } = visit;
      const properties = { table: { type: "string" }, seats: { type: "integer" }, outside: { type: "boolean" } };
      const response = { type: "object", properties, required: ["table"] };
      await startWithTools(page, model, [{ ...findTable, function: { ...findTable.function, response } }]);
      await say(page, "a table for two");
      const form = calls(page, 1).first().getByRole("form", { name: "Answer to find_table" });
      await form.getByRole("button", { name: "Send the result" }).click();
      await form.getByRole("alert").getByText("! table is required").waitFor();
      await form.getByRole("textbox", { name: "table" }).fill("window");
      await form.getByRole("textbox", { name: "seats (optional)" }).fill("4");
      await form.getByRole("combobox", { name: "outside (optional)" }).selectOption("true");
      await form.getByRole("button", { name: "Send the result" }).click();
      await finished(page, 1);
      expect(model.results.at(-1)).toContain('{"table":"window","seats":4,"outside":true}');
    });

    test("is answered with an error in one's own words", async () => {
      await using model = await startCaller();
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWithTools(page, model, [findTable]);
      await say(page, "a table for two");
      const call = calls(page, 1).first();
      await call.getByRole("button", { name: "Error instead" }).click();
      await call.getByRole("textbox", { name: "What went wrong" }).fill("the book is closed");
      await call.getByRole("button", { name: "Send the error" }).click();
      await finished(page, 1);
      await call.getByText("the book is closed").waitFor();
      expect(model.results.at(-1)).toContain("the book is closed");
    });

    test("that is never answered is given up after its time, and says so", async () => {
      await using model = await startCaller();
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWithTools(page, model, [{ ...findTable, "x-repartee": { timeout_ms: 1_500 } }]);
      await say(page, "a table for two");
      const call = calls(page, 1).first();
      await call.getByRole("button", { name: "Never answer" }).click();
      await call.getByText("You leave this call without an answer").waitFor();
      await finished(page, 1);
      expect(await call.getAttribute("aria-label")).toBe("find_table, came to nothing");
      expect(
        await turns(page)
          .first()
          .getByText(/^! A tool gave no result/)
          .count(),
      ).toBe(0);
    });

    test("of a draft that died is struck out, and asks for nothing", async () => {
      await using model = await startCaller();
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWithTools(page, model, [{ ...findTable, "x-repartee": { effect: "read" } }]);
      await composer(page).pressSequentially("a table for two");
      await calls(page, 1).first().getByText("before the end of the turn").waitFor();
      for (let press = 0; press < 3; press += 1) await composer(page).press("Backspace");
      await composer(page).pressSequentially("four");
      await calls(page, 1).first().getByText("Its draft died; nobody needs the result.").waitFor();
      expect(await calls(page, 1).first().getByRole("form").count()).toBe(0);
    });
  });
}

interface Caller extends Endpoint {
  /** The results that it was given, as the messages had them. */
  readonly results: readonly string[];
}

/** A model that looks for a table, and tells what it found when it has the result. */
async function startCaller(): Promise<Caller> {
  const results: string[] = [];
  const endpoint = await startEndpoint({
    ttftMs: 40,
    replies: createReplies(["The window table is free."]),
    say: (messages) => {
      const result = resultIn(messages.at(-1));
      if (result === undefined) return { calls: [{ name: "find_table", arguments: '{"when":"at eight","seats":2}' }] };
      results.push(result);
      return undefined;
    },
  });
  return { ...endpoint, results };
}

function resultIn(message: unknown): string | undefined {
  if (typeof message !== "object" || message === null || !("role" in message) || message.role !== "tool")
    return undefined;
  return "content" in message && typeof message.content === "string" ? message.content : "";
}

function calls(page: Page, turn: number): Locator {
  return page.getByRole("region", { name: `Tool calls of turn ${turn}` }).getByRole("listitem");
}

async function say(page: Page, text: string): Promise<void> {
  await composer(page).pressSequentially(text);
  await composer(page).press("Enter");
}

/** Tools have no place in the form: the persona is stored over REST, as an application would. */
async function startWithTools(page: Page, model: Endpoint, tools: readonly object[]): Promise<void> {
  const persona_name = `Tess ${crypto.randomUUID()}`;
  const llm = { model: "llama", base_url: model.url, tools };
  const body = { persona_name, system_prompt: "You are the host of a small restaurant.", layers: { llm } };
  const status = await page.evaluate(async (made) => {
    const headers = { "content-type": "application/json" };
    return (await fetch("/v2/personas", { method: "POST", headers, body: JSON.stringify(made) })).status;
  }, body);
  expect(status).toBe(200);
  await page.reload();
  const picker = page.getByRole("combobox", { name: "Persona", exact: true });
  await picker.selectOption({ label: persona_name });
  await page.getByRole("button", { name: "New conversation" }).click();
  await page.getByText("live", { exact: true }).waitFor();
}
