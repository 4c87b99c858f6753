import { describe, expect, test } from "vitest";
import { composer, drafts, finished, startWith, turns } from "./actions.ts";
import type { Stage } from "./stage.ts";

/** What the page makes of failures: it names them, and goes on. */
export function describeTrouble(stage: () => Stage): void {
  describe("trouble", () => {
    test("a model that refuses the key is quoted, and the talk goes on when the persona is put right", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: stage().model.url, model: "fault:401" });
      await composer(page).pressSequentially("hello");
      await drafts(page, 1).getByText("discarded").waitFor();
      await composer(page).press("Enter");
      const turn = turns(page).first();
      await turn.getByText("! The model's server refused the key").waitFor();
      await turn.getByText(/answered 401: Incorrect API key provided/).waitFor();
      expect(await drafts(page, 1).first().textContent()).toContain("the model failed");
      await composer(page).pressSequentially("hello again");
      await composer(page).press("Enter");
      await turns(page)
        .nth(1)
        .getByText(/answered 401/)
        .waitFor();

      await page.getByRole("textbox", { name: "Model" }).fill("llama");
      await page.getByRole("button", { name: "Save and start a conversation" }).click();
      await turns(page)
        .first()
        .getByText(/answered 401/)
        .waitFor({ state: "detached" });
      await composer(page).pressSequentially("hello");
      await composer(page).press("Enter");
      await finished(page, 1);
      expect(await page.getByText("Incorrect API key").count()).toBe(0);
      expect(visit.faults).toEqual([]);
    });

    test("a lost connection is dialled again, and the talk is kept", async () => {
      await using visit = await stage().open("/");
      const { page } = visit;
      await startWith(page, { name: "Mara", baseUrl: stage().model.url });
      await composer(page).pressSequentially("hello");
      await composer(page).press("Enter");
      await finished(page, 1);
      stage().wire.cut();
      await page.getByRole("status").getByText("The connection is lost").waitFor();
      await turns(page).first().getByText("hello").waitFor();
      await composer(page).pressSequentially("are you still there");
      await composer(page).press("Enter");
      stage().wire.mend();
      await finished(page, 2);
      await turns(page).nth(1).getByText("are you still there").waitFor();
      expect(await page.getByText("The connection is lost").count()).toBe(0);
    });

    test("an address without a conversation says so, and offers a new one", async () => {
      await using visit = await stage().open("/c/c0000000000000000");
      await visit.page.getByRole("heading", { name: "There is no such conversation" }).waitFor();
      await visit.page.getByText("Invalid conversation_id").waitFor();
      await visit.page.getByRole("button", { name: "Start a conversation", exact: true }).waitFor();
    });
  });
}
