import type { ReactNode } from "react";
import { Field } from "./field.tsx";

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly type?: "text" | "password";
  readonly onChange: (value: string) => void;
}

/** One line of text that is no prose: a name, a key. */
export function TextField({ label, value, problem, hint, onChange, ...input }: TextFieldProps): ReactNode {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(control) => (
        <input
          {...control}
          {...input}
          value={value}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** A JSON object, written by hand. */
export function JsonField({ label, value, problem, hint, placeholder, onChange }: TextFieldProps): ReactNode {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(control) => (
        <textarea
          {...control}
          className="code"
          rows={2}
          value={value}
          placeholder={placeholder}
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
