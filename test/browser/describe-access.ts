import { describe, expect, test } from "vitest";
import type { Stage } from "./stage.ts";

/** Who gets in, and what is said to those who do not. */
export function describeAccess(stage: () => Stage): void {
  describe("coming in", () => {
    test("without a session the page says how to get one", async () => {
      await using visit = await stage().open("/", { locked: true });
      await visit.page.getByRole("heading", { name: "Open this page by its link" }).waitFor();
      await visit.page.getByText("npm start").waitFor();
      expect(visit.faults).toEqual([]);
    });

    test("a link works once, and its second visitor is told so in the server's words", async () => {
      await using visit = await stage().open(stage().link, { locked: true });
      const alert = visit.page.getByRole("alert");
      await alert.getByRole("heading", { name: "This link no longer opens the page" }).waitFor();
      expect(await alert.textContent()).toContain("the link was used or is too old");
      expect(new URL(visit.page.url()).hash).toBe("");
    });

    test("a used link does no harm to a session that is good", async () => {
      await using visit = await stage().open(stage().link);
      await visit.page.getByRole("heading", { name: "Talk by typing" }).waitFor();
    });

    test("where no server answers the page says so, and goes on by itself when one does", async () => {
      await using visit = await stage().open("/");
      await visit.page.getByRole("option", { name: "Rea (stock)" }).waitFor({ state: "attached" });
      stage().wire.cut();
      await visit.page.getByRole("button", { name: "Start a conversation" }).click();
      await visit.page.getByRole("heading", { name: "No server answers" }).waitFor();
      await visit.page.getByText("npm start").waitFor();
      stage().wire.mend();
      await visit.page.getByRole("heading", { name: "Talk by typing" }).waitFor();
    });

    test("the page has a title, an icon and a language", async () => {
      await using visit = await stage().open("/");
      expect(await visit.page.title()).toBe("Repartee");
      expect(await visit.page.locator("html").getAttribute("lang")).toBe("en");
      const icon = await visit.page.locator("link[rel=icon]").getAttribute("href");
      expect((await visit.context.request.get(icon ?? "")).headers()["content-type"]).toBe("image/svg+xml");
    });
  });
}
