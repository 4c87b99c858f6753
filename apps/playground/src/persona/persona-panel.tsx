import { useState } from "react";
import type { ReactNode } from "react";
import type { ModelDesk } from "../model/use-hosted-models.ts";
import { Field } from "./field.tsx";
import { isStock, saveKind } from "./persona-editor.ts";
import type { Problems } from "./persona-problems.ts";
import type { Start } from "../use-start.ts";
import { PersonaForm } from "./persona-form.tsx";
import { PersonaPicker } from "./persona-picker.tsx";
import type { PersonaDesk } from "./use-personas.ts";
import styles from "./persona-panel.module.css";

export interface PersonaPanelProps {
  readonly desk: PersonaDesk;
  readonly start: Start;
  readonly models: ModelDesk;
}

/** Who is talked to: pick, write, store, and begin. */
export function PersonaPanel({ desk, start, models }: PersonaPanelProps): ReactNode {
  const { editor } = desk;
  const busy = editor.busy || start.busy || !desk.loaded;
  return (
    <form
      className={styles["panel"]}
      aria-label="Persona"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void start.begin(); // Shows its own failure.
      }}
    >
      <div className={styles["scroll"]}>
        <PersonaPicker desk={desk} />
        <PersonaForm editor={editor} models={models} onChange={desk.change} />
        <StoreButtons desk={desk} busy={busy} />
      </div>
      <StartFooter desk={desk} start={start} busy={busy} />
    </form>
  );
}

interface StartFooterProps extends Omit<PersonaPanelProps, "models"> {
  readonly busy: boolean;
}

function StartFooter({ desk, start, busy }: StartFooterProps): ReactNode {
  const { editor, changed } = desk;
  const problem = editor.problems.form ?? start.problem ?? describeFields(editor.problems);
  return (
    <footer className={styles["start"]}>
      {problem === undefined ? undefined : (
        <p role="alert" className={styles["problem"]}>
          ! {problem}
        </p>
      )}
      <Field label="Greeting in the next conversation" problem={undefined}>
        {(control) => (
          <input
            {...control}
            value={start.greeting}
            placeholder="none: you speak first"
            autoComplete="off"
            onChange={(event) => start.setGreeting(event.currentTarget.value)}
          />
        )}
      </Field>
      <button type="submit" className="primary" disabled={busy}>
        {changed || editor.stored === undefined ? "Save and start a conversation" : "New conversation"}
      </button>
    </footer>
  );
}

/** The field itself may be out of sight. */
function describeFields(problems: Problems): string | undefined {
  const [first] = Object.values(problems);
  return first === undefined ? undefined : "a field above needs your attention";
}

function StoreButtons({ desk, busy }: { readonly desk: PersonaDesk; readonly busy: boolean }): ReactNode {
  const { editor, changed } = desk;
  const removable = editor.stored !== undefined && !isStock(editor.stored);
  return (
    <div className={styles["store"]}>
      <button type="button" disabled={busy || !changed} onClick={() => void desk.save() /* shows its own failure */}>
        {saveLabels[saveKind(editor)]}
      </button>
      <button type="button" disabled={busy || !changed} onClick={desk.revert}>
        Revert
      </button>
      {removable ? <DeleteButton desk={desk} busy={busy} /> : undefined}
      <p>{changed ? noteOf(desk) : ""}</p>
    </div>
  );
}

/** Asks once more, in its own place. */
function DeleteButton({ desk, busy }: { readonly desk: PersonaDesk; readonly busy: boolean }): ReactNode {
  const id = desk.editor.stored?.persona_id;
  const [asked, setAsked] = useState<string | undefined>(undefined);
  const sure = asked !== undefined && asked === id;
  return (
    <button
      type="button"
      className="danger"
      disabled={busy}
      onBlur={() => setAsked(undefined)}
      onClick={() => (sure ? void desk.remove() /* shows its own failure */ : setAsked(id))}
    >
      {sure ? "Delete for good" : "Delete"}
    </button>
  );
}

const saveLabels = { create: "Create", copy: "Save as a copy", patch: "Save" } as const;

function noteOf({ editor }: PersonaDesk): string {
  if (saveKind(editor) === "patch") return "Changed. A conversation keeps the persona that it began with.";
  return saveKind(editor) === "copy" ? "The stock persona stays as it is; saving makes yours." : "Not stored yet.";
}
