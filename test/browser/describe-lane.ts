import { describe, expect, test } from "vitest";
import { composer, drafts, finished, lane, reviseToAdoption, startWith, turns } from "./actions.ts";
import type { Stage } from "./stage.ts";

/** How a turn ran, as a picture with names. */
export function describeLane(stage: () => Stage): void {
  describe("the lane of a turn", () => {
    test("grows while the turn goes on, and names each bar by its fate once it is over", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: stage().model.url });
      await composer(page).pressSequentially("a table for two");
      await lane(page, 1)
        .getByRole("button", { name: /^Draft 1, (waiting|flowing)/ })
        .waitFor();
      const width = () =>
        lane(page, 1)
          .getByRole("button", { name: /^Draft 1, (waiting|flowing)/ })
          .getAttribute("aria-label");
      const before = await width();
      await expect.poll(width).not.toBe(before);
      await reviseToAdoption(page, 1);

      await lane(page, 1)
        .getByRole("button", { name: /^Draft 1, revoked, .*\d+ tokens?, \d+\.\d\d to \d+\.\d\d seconds$/ })
        .waitFor();
      await lane(page, 1)
        .getByRole("button", { name: /^Draft \d+, adopted, \d+ tokens/ })
        .waitFor();
      await lane(page, 1)
        .getByRole("group", { name: /^Turn 1, \d+ drafts/ })
        .waitFor();
      expect(await turns(page).getByText("stand-in").count()).toBe(0);
      expect(visit.faults).toEqual([]);
    });

    test("is said in words by its table, and by the list of drafts below it", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: stage().model.url });
      await composer(page).pressSequentially("a table for two");
      await drafts(page, 1).getByText("started").first().waitFor();
      await reviseToAdoption(page, 1);
      await lane(page, 1).getByText("Show as table").click();
      const table = lane(page, 1).getByRole("table", { name: "What ran in turn 1" });
      const named = Array.from({ length: await drafts(page, 1).count() }, (_, index) => `Draft ${index + 1}`);
      expect(await table.getByRole("rowheader").allTextContents()).toEqual([...named, "Sent"]);
      expect(await table.getByRole("row").first().textContent()).toContain("a table for two");
      await lane(page, 1)
        .getByRole("table", { name: /^The wait, / })
        .waitFor();
      expect(named.length).toBeGreaterThanOrEqual(2);
    });

    test("of a turn that is over does not change while another runs", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Loud", baseUrl: stage().talker.url });
      await composer(page).pressSequentially("in short");
      await drafts(page, 1).getByText("started").first().waitFor();
      await composer(page).press("Enter");
      await page.keyboard.press("Escape");
      await finished(page, 1);
      await page.getByRole("button", { name: /^Turn 1,/ }).click();
      const seen = await lane(page, 1).evaluateHandle((picture) => {
        const changes: MutationRecord[] = [];
        const options = { subtree: true, childList: true, attributes: true };
        new MutationObserver((records) => changes.push(...records)).observe(picture, options);
        return changes;
      });
      await composer(page).pressSequentially("tell me everything");
      await composer(page).press("Enter");
      await turns(page)
        .nth(1)
        .locator("[data-streaming]")
        .getByText(/(\S+ ){20}/)
        .waitFor();
      expect(await seen.evaluate((changes) => changes.length)).toBe(0);
    });
  });
}
