import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { chooseFile, composer, drafts, lane, reviseToAdoption, startWith, turns } from "./actions.ts";
import type { Stage } from "./stage.ts";

/** A talk as a file, kept and opened again. */
export function describeTrace(stage: () => Stage): void {
  describe("a trace", () => {
    test("that was downloaded shows the same turns when it is opened, read-only, and the talk goes on afterwards", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: stage().model.url });
      await composer(page).pressSequentially("a table for two");
      await drafts(page, 1).getByText("started").first().waitFor();
      await reviseToAdoption(page, 1);
      const bars = await barNames(page);
      const words = await turns(page).first().locator("p").allTextContents();

      const text = await download(page);
      const lines = text.trimEnd().split("\n");
      expect(JSON.parse(lines[0] ?? "")).toMatchObject({ direction: "out", frame: { event_type: "system.hello" } });

      await chooseFile(page, "kept.ndjson", text);
      await page.getByText("Replay of kept.ndjson").waitFor();
      await lane(page, 1)
        .getByRole("button", { name: /^Draft \d+, adopted/ })
        .waitFor();
      expect(await barNames(page)).toEqual(bars);
      expect(await turns(page).first().locator("p").allTextContents()).toEqual(
        words.map((said) => said.replace(/^Mara/, "Agent")),
      );
      expect(await composer(page).isDisabled()).toBe(true);
      expect(await page.getByRole("button", { name: "End conversation" }).count()).toBe(0);

      await page.getByRole("button", { name: "Back to live" }).click();
      await page.getByText("live", { exact: true }).waitFor();
      expect(await composer(page).isEnabled()).toBe(true);
      expect(visit.faults).toEqual([]);
    });

    test("that is broken is refused with its line and what is wrong there, and nothing is lost", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: stage().model.url, greeting: "Good evening!" });
      await turns(page).first().getByText("Good evening!").waitFor();
      const lines = (await download(page)).split("\n");
      await chooseFile(page, "broken.ndjson", lines.with(1, '{"at_ms":1,"direction":"up"}').join("\n"));
      await page.getByText(/broken\.ndjson, line 2: direction/).waitFor();
      await turns(page).first().getByText("Good evening!").waitFor();
      await page.getByRole("button", { name: "Dismiss" }).click();
      expect(await page.getByText("broken.ndjson").count()).toBe(0);
    });

    test("can be dropped anywhere on the page", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await page.getByRole("heading", { name: "Talk by typing" }).waitFor();
      await page.locator("main").evaluate((place) => {
        const carried = new DataTransfer();
        carried.items.add(new File(["[]"], "list.json"));
        const drop = { bubbles: true, cancelable: true, dataTransfer: carried };
        if (place.dispatchEvent(new DragEvent("drop", drop))) throw new Error("the browser would leave the page");
      });
      await page.getByText(/list\.json, line 1: /).waitFor();
    });
  });
}

async function download(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Trace", exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download trace" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^repartee-c[0-9a-f]{16}\.ndjson$/);
  await page.keyboard.press("Escape");
  return readFile(await file.path(), "utf8");
}

function barNames(page: Page): Promise<(string | null)[]> {
  return lane(page, 1)
    .locator("button[aria-pressed][aria-label]")
    .evaluateAll((bars) => bars.map((bar) => bar.getAttribute("aria-label")));
}
