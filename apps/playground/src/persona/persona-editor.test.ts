import { describe, expect, test } from "vitest";
import { createEditor, isChanged, saveKind, stepEditor } from "./persona-editor.ts";

const mara = { persona_id: "p1", persona_name: "Mara", system_prompt: "You are a host.", persona_type: "user" };
const rea = { ...mara, persona_id: "p0", persona_name: "Rea", persona_type: "system" };

describe("the persona on the desk", () => {
  test("is changed once the form says something that the server does not have, and not after a revert", () => {
    const editor = createEditor(mara);
    expect(isChanged(editor)).toBe(false);
    const changed = stepEditor(editor, { type: "change", changed: { name: "Vera" } });
    expect(isChanged(changed)).toBe(true);
    expect(isChanged(stepEditor(changed, { type: "change", changed: { name: "Mara" } }))).toBe(false);
    expect(stepEditor(changed, { type: "revert" })).toEqual(editor);
  });

  test("a field that is changed loses its problem, and the form with it; other problems stay", () => {
    const problems = { name: "too long", baseUrl: "no URL", form: "the store failed" };
    const refused = stepEditor(createEditor(mara), { type: "refuse", problems });
    expect(stepEditor(refused, { type: "change", changed: { name: "V" } }).problems).toEqual({ baseUrl: "no URL" });
  });

  test("a new one is created, one's own is patched, the stock persona is copied", () => {
    expect([undefined, mara, rea].map((persona) => saveKind(createEditor(persona)))).toEqual([
      "create",
      "patch",
      "copy",
    ]);
  });
});
