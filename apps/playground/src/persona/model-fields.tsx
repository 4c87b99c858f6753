import { useId } from "react";
import type { ReactNode } from "react";
import { ModelDialog } from "../model/model-dialog.tsx";
import { ModelPill } from "../model/model-pill.tsx";
import { Choice } from "./choice.tsx";
import { Field } from "./field.tsx";
import { JsonField, TextField } from "./text-field.tsx";
import type { PersonaFormProps } from "./persona-form-props.ts";
import styles from "./persona-form.module.css";

/** The language layer: whose model answers, and how it is asked. */
export function ModelFields({ editor, models, onChange }: PersonaFormProps): ReactNode {
  const { fields, problems } = editor;
  return (
    <section className={styles["group"]} aria-label="Language model">
      <h3>Language model</h3>
      <Choice
        label="Who answers"
        value={fields.modelKind}
        options={[
          { value: "hosted", label: "Hosted" },
          { value: "custom", label: "Your own" },
        ]}
        onChange={(modelKind) => onChange({ modelKind })}
      />
      {fields.modelKind === "hosted" ? (
        <HostedModel editor={editor} models={models} onChange={onChange} />
      ) : (
        <CustomModel editor={editor} models={models} onChange={onChange} />
      )}
      <JsonField
        label="Extra body"
        value={fields.extraBody}
        problem={problems.extraBody}
        placeholder='{"temperature": 0.4}'
        hint="JSON that is added to every request."
        onChange={(extraBody) => onChange({ extraBody })}
      />
    </section>
  );
}

function HostedModel({ editor: { fields, problems }, models: desk, onChange }: PersonaFormProps): ReactNode {
  const listId = useId();
  const { models } = desk;
  const names = models?.data.map(({ name, model, via }) => toSuggestion(name, model, via)) ?? hostedNames;
  return (
    <>
      <Field
        label="Model"
        problem={problems.hostedModel}
        hint="A name that the server's configuration maps to a model."
      >
        {(control) => (
          <>
            <input
              {...control}
              value={fields.hostedModel}
              list={listId}
              placeholder={names[0]?.value}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange({ hostedModel: event.currentTarget.value })}
            />
            <Suggestions id={listId} of={names} />
          </>
        )}
      </Field>
      {models === undefined ? undefined : <ModelPill models={models} name={fields.hostedModel} />}
      <ModelDialog desk={desk} />
    </>
  );
}

function toSuggestion(value: string, model: string | null | undefined, via: string | null | undefined): Suggestion {
  return { value, label: model && via ? `${model} via ${via}` : "stand-in" };
}

function CustomModel({ editor: { fields, problems }, onChange }: PersonaFormProps): ReactNode {
  const listId = useId();
  return (
    <>
      <Field
        label="Base URL"
        problem={problems.baseUrl}
        hint="Of an OpenAI-compatible server, without /chat/completions."
      >
        {(control) => (
          <>
            <input
              {...control}
              type="url"
              value={fields.baseUrl}
              list={listId}
              placeholder="http://127.0.0.1:11434/v1"
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange({ baseUrl: event.currentTarget.value })}
            />
            <Suggestions id={listId} of={localServers} />
          </>
        )}
      </Field>
      <TextField
        label="Model"
        value={fields.customModel}
        problem={problems.customModel}
        placeholder="gemma4:e4b"
        onChange={(customModel) => onChange({ customModel })}
      />
      <TextField
        label="API key"
        type="password"
        value={fields.apiKey}
        problem={problems.apiKey}
        placeholder="none"
        hint="Encrypted at rest and never shown again; a local model needs none."
        onChange={(apiKey) => onChange({ apiKey })}
      />
      <JsonField
        label="Headers"
        value={fields.headers}
        problem={problems.headers}
        placeholder='{"x-team": "voice"}'
        onChange={(headers) => onChange({ headers })}
      />
    </>
  );
}

interface Suggestion {
  readonly value: string;
  readonly label?: string;
}

interface SuggestionsProps {
  readonly id: string;
  readonly of: readonly Suggestion[];
}

function Suggestions({ id, of }: SuggestionsProps): ReactNode {
  return (
    <datalist id={id}>
      {of.map(({ value, label }) => (
        <option key={value} value={value} label={label} />
      ))}
    </datalist>
  );
}

/** Those that every server has, where it does not say which it has. */
const hostedNames: readonly Suggestion[] = [
  { value: "tavus-llama-4" },
  { value: "tavus-gpt-4o" },
  { value: "tavus-gpt-4o-mini" },
];

/** Where local servers listen unless they are told otherwise. */
const localServers = [
  { value: "http://127.0.0.1:11434/v1", label: "Ollama" },
  { value: "http://127.0.0.1:1234/v1", label: "LM Studio" },
  { value: "http://127.0.0.1:8080/v1", label: "llama.cpp" },
  { value: "http://127.0.0.1:8000/v1", label: "vLLM" },
];
