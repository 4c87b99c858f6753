import { describe, expect, test } from "vitest";
import { composer, drafts, finished, startWith, turns } from "./actions.ts";
import type { Stage } from "./stage.ts";

/** Talking by typing, and what is shown of it. */
export function describeTalk(stage: () => Stage): void {
  describe("a talk", () => {
    test("a draft starts on a pause, dies when a word changes, and the next one is adopted at the end", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: stage().model.url });
      const say = composer(page);
      await say.pressSequentially("a table for two");
      await drafts(page, 1).getByText("started").first().waitFor();
      for (let press = 0; press < 3; press += 1) await say.press("Backspace");
      await drafts(page, 1).filter({ hasText: "revoked" }).first().waitFor();
      await say.pressSequentially("four");
      await drafts(page, 1).filter({ hasText: "four" }).getByText("started").first().waitFor();
      await say.press("Enter");
      await drafts(page, 1).filter({ hasText: "four" }).getByText("adopted").waitFor();
      await finished(page, 1);

      expect(await say.inputValue()).toBe("");
      const told = await drafts(page, 1).allTextContents();
      const adopted = told.find((text) => text.includes("adopted"));
      expect(told[0]).toMatch(
        /revoked.*“?a table for two.*to −.*(probably over|a pause in the words); the words changed/,
      );
      expect(adopted).toMatch(/adopted.*\d+ tokens.*a table for four.*−\d+.*ms/);
      const text = (await turns(page).first().textContent()) ?? "";
      expect(text).toContain("Youa table for four");
      expect(text).toMatch(/Mara.{30}/);
      expect(await page.getByRole("region", { name: "Numbers of turn 1" }).textContent()).toMatch(
        /Gap\d+.*Head start\d+.*Drafts\d+.*1 adopted, \d+ revoked.*Calls\d+/,
      );
      await page
        .getByRole("button", { name: /^Turn 1, first words after .*, draft 1 revoked, .*draft \d+ adopted/ })
        .waitFor();
      expect(visit.faults).toEqual([]);
    });

    test("a draft that the words outgrow is dead, and the answer is asked for at the end", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: stage().model.url });
      await composer(page).pressSequentially("are you open");
      await drafts(page, 1).getByText("started").first().waitFor();
      await composer(page).pressSequentially(" on mondays");
      await composer(page).press("Enter");
      await finished(page, 1);
      const [outgrown, asked] = await drafts(page, 1).allTextContents();
      expect(outgrown).toMatch(/revoked.*are you open.*the words changed/);
      expect(asked).toMatch(/asked at the end.*are you open on mondays/);
    });

    test("Esc interrupts, what was cut is marked, and the talk goes on", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Loud", baseUrl: stage().talker.url });
      await composer(page).pressSequentially("tell me everything");
      await composer(page).press("Enter");
      await turns(page)
        .first()
        .locator("[data-streaming]")
        .getByText(/(\S+ ){8}/)
        .waitFor();
      await page.keyboard.press("Escape");
      await turns(page).first().getByText("interrupted").waitFor();
      await composer(page).pressSequentially("in short");
      await composer(page).press("Enter");
      await page.getByRole("button", { name: "Interrupt Esc" }).click();
      await turns(page).nth(1).getByText("interrupted").waitFor();
    });

    test("where a pause ends the turn, nobody has to press a key", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: stage().model.url });
      await page.getByRole("switch", { name: "A pause ends the turn" }).check();
      await composer(page).pressSequentially("do you have a terrace");
      await finished(page, 1);
      expect(await composer(page).inputValue()).toBe("");
      expect(await turns(page).count()).toBe(1);
    });

    test("while an answer streams, what is finished is not drawn again and not read out", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Loud", baseUrl: stage().talker.url, greeting: "Good evening!" });
      await page.getByRole("log").getByText("Good evening!").waitFor();
      const seen = await turns(page)
        .first()
        .evaluateHandle((turn) => {
          const changes: MutationRecord[] = [];
          const options = { subtree: true, childList: true, characterData: true };
          new MutationObserver((records) => changes.push(...records)).observe(turn, options);
          return changes;
        });
      await composer(page).pressSequentially("tell me everything");
      await composer(page).press("Enter");
      const streaming = turns(page).nth(1);
      await streaming
        .locator("[data-streaming]")
        .getByText(/(\S+ ){20}/)
        .waitFor();
      expect(await seen.evaluate((changes) => changes.length)).toBe(0);
      expect(await streaming.getAttribute("aria-busy")).toBe("true");
      expect(await page.getByRole("log").getAttribute("aria-live")).toBe("off");
      expect(await page.locator("[aria-live=polite]").textContent()).toBe("Loud: Good evening!");
    });

    test("the list follows the end until its reader scrolls away, and comes back when asked", async () => {
      await using visit = await stage().open("/", { viewport: { width: 960, height: 360 } });
      const { page } = visit;
      await startWith(page, { name: "Loud", baseUrl: stage().talker.url });
      await composer(page).pressSequentially("tell me everything");
      await composer(page).press("Enter");
      const log = page.getByRole("log");
      const rest = () => log.evaluate((list) => list.scrollHeight - list.clientHeight - list.scrollTop);
      await expect.poll(() => log.evaluate((list) => list.scrollTop), { timeout: 8_000 }).toBeGreaterThan(40);
      expect(await rest()).toBeLessThanOrEqual(48);
      await log.hover();
      await page.mouse.wheel(0, -400);
      await page.getByRole("button", { name: "To the end" }).waitFor();
      await expect.poll(rest, { timeout: 8_000 }).toBeGreaterThan(48);
      await page.getByRole("button", { name: "To the end" }).click();
      await expect.poll(rest).toBeLessThanOrEqual(48);
    });

    test("a reload shows the talk again", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: stage().model.url });
      await composer(page).pressSequentially("is there a terrace");
      await drafts(page, 1).getByText("started").first().waitFor();
      await composer(page).press("Enter");
      await finished(page, 1);
      const reply = await turns(page).first().locator("p").last().textContent();
      expect(new URL(page.url()).pathname).toMatch(/^\/c\/c[0-9a-f]{16}$/);
      await page.reload();
      await finished(page, 1);
      expect(await turns(page).first().locator("p").last().textContent()).toBe(reply);
      await page.getByText(/^\d drafts?; their lives were told while they ran, and are not stored\.$/).waitFor();
      await composer(page).pressSequentially("and a garden");
      await composer(page).press("Enter");
      await finished(page, 2);
    });

    test("an ended conversation stays to be read, also after a reload", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: stage().model.url });
      await composer(page).pressSequentially("good bye");
      await composer(page).press("Enter");
      await finished(page, 1);
      await page.getByRole("button", { name: "End conversation" }).click();
      await page.getByRole("status").getByText("This conversation has ended").waitFor();
      expect(await composer(page).isDisabled()).toBe(true);
      await page.reload();
      await page.getByRole("status").getByText("This conversation has ended").waitFor();
      await turns(page).first().getByText("good bye").waitFor();
    });
  });
}
