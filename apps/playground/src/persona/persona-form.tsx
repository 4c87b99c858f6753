import type { ReactNode } from "react";
import { Choice } from "./choice.tsx";
import { Field } from "./field.tsx";
import { ModelFields } from "./model-fields.tsx";
import type { PersonaFormProps } from "./persona-form-props.ts";
import type { Level } from "./persona-fields.ts";
import { Switch } from "./switch.tsx";
import styles from "./persona-form.module.css";

/** Everything that the page lets one say about a persona. */
export function PersonaForm({ editor, models, onChange }: PersonaFormProps): ReactNode {
  const { fields, problems } = editor;
  return (
    <div className={styles["form"]}>
      <Field label="Name" problem={problems.name}>
        {(control) => (
          <input
            {...control}
            value={fields.name}
            autoComplete="off"
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="System prompt" problem={problems.systemPrompt}>
        {(control) => (
          <textarea
            {...control}
            rows={6}
            value={fields.systemPrompt}
            placeholder="Who is it, how does it speak, what does it know?"
            onChange={(event) => onChange({ systemPrompt: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="Context" problem={problems.context} hint="Facts that stay the same from talk to talk.">
        {(control) => (
          <textarea
            {...control}
            rows={2}
            value={fields.context}
            onChange={(event) => onChange({ context: event.currentTarget.value })}
          />
        )}
      </Field>
      <ModelFields editor={editor} models={models} onChange={onChange} />
      <section className={styles["group"]} aria-label="Turn taking">
        <h3>Turn taking</h3>
        <Switch
          label="Speculative inference"
          hint="Starts to answer on partial transcripts; drafts that come to nothing cost tokens."
          checked={fields.speculative}
          onChange={(speculative) => onChange({ speculative })}
        />
        <Choice
          label="Patience: silence that ends a turn"
          value={fields.patience}
          options={patienceOptions}
          onChange={(patience) => onChange({ patience })}
        />
        <Choice
          label="Interruptibility"
          value={fields.interruptibility}
          options={interruptOptions}
          onChange={(interruptibility) => onChange({ interruptibility })}
        />
      </section>
    </div>
  );
}

const patienceOptions: readonly { readonly value: Level; readonly label: string }[] = [
  { value: "low", label: "0.2–0.7 s" },
  { value: "medium", label: "0.3–1 s" },
  { value: "high", label: "0.6–2 s" },
];

const interruptOptions: readonly { readonly value: Level; readonly label: string }[] = [
  { value: "low", label: "Low" },
  { value: "medium", label: "Medium" },
  { value: "high", label: "High" },
];
