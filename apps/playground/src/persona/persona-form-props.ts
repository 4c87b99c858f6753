import type { ModelDesk } from "../model/use-hosted-models.ts";
import type { PersonaEditor } from "./persona-editor.ts";
import type { PersonaFields } from "./persona-fields.ts";

/** What every part of the form is given: what it shows, and whom it tells. */
export interface PersonaFormProps {
  readonly editor: PersonaEditor;
  /** What serves the hosted names. */
  readonly models: ModelDesk;
  readonly onChange: (changed: Partial<PersonaFields>) => void;
}
