import { describe, expect, test } from "vitest";
import { finished, startWith, turns, writePersona } from "./actions.ts";
import type { Stage } from "./stage.ts";

/** Writing, storing and deleting personas. */
export function describePersona(stage: () => Stage): void {
  describe("a persona", () => {
    test("is stored with its own model, kept over a reload, changed, and deleted", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await writePersona(page, { name: "Vera", baseUrl: stage().model.url });
      await page.getByLabel("API key").fill("sk-secret");
      await page.getByRole("button", { name: "Create" }).click();
      const picker = page.getByRole("combobox", { name: "Persona", exact: true });
      await page.getByRole("option", { name: "Vera" }).waitFor({ state: "attached" });

      await page.getByRole("textbox", { name: "Context" }).fill("Open from six to ten.");
      await page.getByRole("radio", { name: "0.2–0.7 s" }).check();
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("button", { name: "Save", exact: true, disabled: true }).waitFor();
      await page.reload();
      await picker.selectOption({ label: "Vera" });
      expect(await page.getByRole("textbox", { name: "Context" }).inputValue()).toBe("Open from six to ten.");
      expect(await page.getByLabel("API key").inputValue()).toBe("********");
      expect(await page.getByRole("radio", { name: "0.2–0.7 s" }).isChecked()).toBe(true);

      await page.getByRole("button", { name: "Delete" }).click();
      await page.getByRole("button", { name: "Delete for good" }).click();
      await page.getByRole("option", { name: "Vera" }).waitFor({ state: "detached" });
      expect(visit.faults).toEqual([]);
    });

    test("JSON that is none is told at its field, before anything is sent", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await writePersona(page, { name: "Odd", baseUrl: stage().model.url });
      const body = page.getByRole("textbox", { name: "Extra body" });
      await body.fill('{"temperature": }');
      await page.getByRole("button", { name: "Create" }).click();
      await page.getByText(/! not JSON: Unexpected token/).waitFor();
      expect(await body.getAttribute("aria-invalid")).toBe("true");
    });

    test("what the server refuses is shown at the field that it names", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await writePersona(page, { name: "Odd", baseUrl: stage().model.url });
      await page.getByRole("textbox", { name: "Extra body" }).fill('{"stream": false}');
      await page.getByRole("button", { name: "Create" }).click();
      await page.getByText("! stream: cannot be set here; the server sets it itself").waitFor();
      await page.getByRole("radio", { name: "Hosted" }).check();
      await page.getByRole("textbox", { name: "Extra body" }).fill("");
      const model = page.getByRole("combobox", { name: "Model" });
      await model.fill("qwen9");
      await page.getByRole("button", { name: "Create" }).click();
      await page.getByText(/! there is no hosted model "qwen9"; use one of tavus-llama-4/).waitFor();
      expect(await model.getAttribute("aria-invalid")).toBe("true");
    });

    test("the stock persona is marked, and saving a change of it makes a copy", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      const picker = page.getByRole("combobox", { name: "Persona", exact: true });
      await picker.selectOption({ label: "Rea (stock)" });
      expect(await page.getByRole("button", { name: "Delete" }).count()).toBe(0);
      await page.getByRole("textbox", { name: "System prompt" }).fill("You are somebody else.");
      await page.getByRole("button", { name: "Save as a copy" }).click();
      await page.getByRole("option", { name: "Rea (copy)" }).waitFor({ state: "attached" });
      await picker.selectOption({ label: "Rea (stock)" });
      expect(await page.getByRole("textbox", { name: "System prompt" }).inputValue()).toContain("You are Rea");
    });

    test("a stand-in says that it is one, and what to configure", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      const picker = page.getByRole("combobox", { name: "Persona", exact: true });
      await picker.selectOption({ label: "Rea (stock)" });
      await page.getByRole("button", { name: "New conversation" }).click();
      await page.getByText("live", { exact: true }).waitFor();
      await page.getByRole("textbox", { name: "What you say" }).pressSequentially("hello there");
      await page.keyboard.press("Enter");
      await page.getByRole("status").getByText("A stand-in answers").waitFor();
      await finished(page, 1);
      expect(await turns(page).first().textContent()).toMatch(/hello there.*Reastand-in/);
    });

    test("at the field for its model it is told what answers under that name, why, and what to do", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await page.getByRole("combobox", { name: "Persona", exact: true }).selectOption({ label: "Rea (stock)" });
      const state = page.getByRole("group", { name: "What answers" });
      await state.getByText("stand-in, not a model").waitFor();
      await state.getByText("Local models were not looked for").waitFor();
      expect(await state.getByRole("listitem").allTextContents()).toEqual([
        expect.stringContaining("ollama pull"),
        expect.stringContaining('under "models" in repartee.config.json'),
        expect.stringContaining("Your own"),
      ]);
      await page.getByRole("combobox", { name: "Model" }).fill("qwen9");
      await state.getByText("no such hosted name").waitFor();
    });

    test("a model that was found is named with its server; what refused and which keys are set stands beside it", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await page.route("**/v2/hosted-models", (route) => route.fulfill({ json: foundModels }));
      await page.reload();
      await page.getByRole("combobox", { name: "Persona", exact: true }).selectOption({ label: "Rea (stock)" });
      const state = page.getByRole("group", { name: "What answers" });
      await state.getByText("llama3.2 via Ollama 127.0.0.1:11434").waitFor();
      await state.getByText("Found: its only model.").waitFor();
      await state.getByText("What else was found").click();
      expect(await state.getByRole("listitem").allTextContents()).toEqual([
        "LM Studio 127.0.0.1:1234: qwen3",
        "vLLM 127.0.0.1:8000: answered 401",
        "OPENAI_API_KEY is set; map it in repartee.config.json to use it",
      ]);
      const names = await page
        .getByRole("region", { name: "Language model" })
        .locator("datalist option")
        .evaluateAll((options) => options.map((option) => option.getAttribute("value")));
      expect(names).toEqual(["tavus-llama-4", "house"]);
    });

    test("greets first where it was told to", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: stage().model.url, greeting: "Good evening!" });
      await page.getByRole("log").getByText("Good evening!").waitFor();
    });
  });
}

/** What a server tells that found a model on its machine. */
const foundModels = {
  data: [
    {
      name: "tavus-llama-4",
      state: "found",
      model: "llama3.2",
      via: "Ollama 127.0.0.1:11434",
      reason: "its only model",
    },
    { name: "house", state: "mapped", model: "large", via: "models.example", reason: "mapped in the configuration" },
  ],
  also_found: [{ server: "LM Studio", address: "127.0.0.1:1234", models: ["qwen3"] }],
  refused: [{ server: "vLLM", address: "127.0.0.1:8000", reason: "answered 401" }],
  keys: ["OPENAI_API_KEY"],
};
