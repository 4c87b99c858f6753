import { useId } from "react";
import type { ReactNode } from "react";
import type { Persona } from "@repartee/protocol";
import { isStock } from "./persona-editor.ts";
import type { PersonaDesk } from "./use-personas.ts";
import styles from "./persona-picker.module.css";

/** Which persona is on the desk: a stored one, or a new one. */
export function PersonaPicker({ desk }: { readonly desk: PersonaDesk }): ReactNode {
  const id = useId();
  const { stored } = desk.editor;
  const own = desk.list.filter((persona) => !isStock(persona));
  const stock = desk.list.filter(isStock);
  return (
    <div className={styles["picker"]}>
      <label htmlFor={id}>Persona</label>
      <div>
        <select id={id} value={stored?.persona_id ?? ""} onChange={(event) => desk.open(event.currentTarget.value)}>
          {stored === undefined ? <option value="">{desk.loaded ? "New persona" : "Loading…"}</option> : undefined}
          <Group label="Yours" personas={own} />
          <Group label="Stock" personas={stock} />
        </select>
        <button type="button" onClick={desk.startNew} disabled={stored === undefined}>
          New
        </button>
      </div>
    </div>
  );
}

function Group({ label, personas }: { readonly label: string; readonly personas: readonly Persona[] }): ReactNode {
  if (personas.length === 0) return undefined;
  return (
    <optgroup label={label}>
      {personas.map((persona) => (
        <option key={persona.persona_id} value={persona.persona_id}>
          {persona.persona_name ?? persona.persona_id}
          {isStock(persona) ? " (stock)" : ""}
        </option>
      ))}
    </optgroup>
  );
}
