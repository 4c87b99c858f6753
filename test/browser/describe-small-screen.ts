import { describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { composer, lane, startWith, turns } from "./actions.ts";
import type { Stage } from "./stage.ts";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** The page where there is little room. */
export function describeSmallScreen(stage: () => Stage): void {
  describe("on a phone", () => {
    test("the talk has the screen, and the persona is a sheet that is closed at first", async () => {
      await using visit = await stage().open("/", phone);
      const { page } = visit;
      const open = page.getByRole("button", { name: "Persona" });
      await open.waitFor();
      expect(await page.getByRole("form", { name: "Persona" }).isVisible()).toBe(false);
      await open.click();
      await page.getByRole("dialog", { name: "Persona" }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog", { name: "Persona" }).waitFor({ state: "hidden" });

      await open.click();
      await startWith(page, { name: "Mara", baseUrl: stage().model.url });
      expect(await page.getByRole("dialog").count()).toBe(0);
      await composer(page).pressSequentially("a table for two, please");
      await composer(page).press("Enter");
      await page.getByRole("button", { name: /^Turn 1, first words after/ }).click();
      await turns(page).first().getByRole("region", { name: "Drafts of turn 1" }).waitFor();
      await lane(page, 1)
        .getByRole("group", { name: /^Turn 1, / })
        .waitFor();
      expect(await sidewaysScroll(page)).toBe(0);
      expect(visit.faults).toEqual([]);
    });

    test("every control is large enough for a finger", async () => {
      await using visit = await stage().open("/", phone);
      await visit.page.getByRole("button", { name: "Persona" }).click();
      const small = await visit.page.locator("button:visible, input:visible, select:visible").evaluateAll((controls) =>
        controls
          .map((control) => ({
            name: control.outerHTML.slice(0, 80),
            box: (control.closest("label") ?? control).getBoundingClientRect(),
          }))
          .filter(({ box }) => box.height < 24 || box.width < 24)
          .map(({ name }) => name),
      );
      expect(small).toEqual([]);
    });

    test("the context and what was used open over the talk, within the screen", async () => {
      await using visit = await stage().open("/", phone);
      const { page } = visit;
      await page.getByRole("button", { name: "Persona" }).click();
      await startWith(page, { name: "Mara", baseUrl: stage().model.url });
      await composer(page).pressSequentially("hello");
      await composer(page).press("Enter");
      await page.getByRole("button", { name: /^Context: the last request had/ }).click();
      const panel = page.getByRole("group", { name: "Context and usage" });
      await panel.getByRole("meter", { name: "Context" }).waitFor();
      const box = await panel.boundingBox();
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 999) <= phone.viewport.width).toBe(true);
      expect(await sidewaysScroll(page)).toBe(0);
    });

    test("nothing is lost at 320 pixels", async () => {
      await using visit = await stage().open("/", { viewport: { width: 320, height: 640 } });
      const { page } = visit;
      await page.getByRole("button", { name: "Persona" }).click();
      await startWith(page, { name: "Mara", baseUrl: stage().model.url });
      await composer(page).pressSequentially("supercalifragilisticexpialidocious".repeat(3));
      await composer(page).press("Enter");
      await turns(page).first().waitFor();
      expect(await sidewaysScroll(page)).toBe(0);
    });
  });
}

function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
