import type { Persona } from "@repartee/protocol";
import { emptyFields, toFields } from "./persona-fields.ts";
import type { FieldName, PersonaFields } from "./persona-fields.ts";
import type { Problems } from "./persona-problems.ts";

/** What is being edited, and where it comes from. */
export interface PersonaEditor {
  /** As the server has it; undefined for one that is not stored yet. */
  readonly stored: Persona | undefined;
  readonly fields: PersonaFields;
  readonly problems: Problems;
  readonly busy: boolean;
}

export type EditorEvent =
  | { readonly type: "open"; readonly persona: Persona | undefined }
  | { readonly type: "change"; readonly changed: Partial<PersonaFields> }
  | { readonly type: "revert" }
  | { readonly type: "send" }
  | { readonly type: "refuse"; readonly problems: Problems };

export function createEditor(persona: Persona | undefined): PersonaEditor {
  const fields = persona === undefined ? emptyFields : toFields(persona);
  return { stored: persona, fields, problems: {}, busy: false };
}

/** The form after what its author did or the server answered. A field that is changed loses its problem. */
export function stepEditor(editor: PersonaEditor, event: EditorEvent): PersonaEditor {
  switch (event.type) {
    case "open":
      return createEditor(event.persona);
    case "revert":
      return createEditor(editor.stored);
    case "change":
      return {
        ...editor,
        fields: { ...editor.fields, ...event.changed },
        problems: without(editor.problems, Object.keys(event.changed)),
      };
    case "send":
      return { ...editor, busy: true, problems: {} };
    case "refuse":
      return { ...editor, busy: false, problems: event.problems };
  }
}

/** Whether the form says something that the server does not have. */
export function isChanged({ stored, fields }: PersonaEditor): boolean {
  const before = stored === undefined ? emptyFields : toFields(stored);
  return fieldNames.some((name) => before[name] !== fields[name]);
}

/** A stock persona belongs to the product: saving one that was changed makes a persona of one's own. */
export function isStock(persona: Persona | undefined): boolean {
  return persona?.["persona_type"] === "system";
}

/** What saving does. */
export function saveKind(editor: PersonaEditor): "create" | "copy" | "patch" {
  if (editor.stored === undefined) return "create";
  return isStock(editor.stored) ? "copy" : "patch";
}

// Every field is listed in the empty form.
const fieldNames = Object.keys(emptyFields).filter((name): name is FieldName => Object.hasOwn(emptyFields, name));

function without(problems: Problems, names: readonly string[]): Problems {
  return Object.fromEntries(Object.entries(problems).filter(([name]) => !names.includes(name) && name !== "form"));
}
