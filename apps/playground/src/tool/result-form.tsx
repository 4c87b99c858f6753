import { useId } from "react";
import type { ReactNode } from "react";
import { Field } from "../persona/field.tsx";
import type { ControlProps } from "../persona/field.tsx";
import type { ResultField } from "./result-fields.ts";
import styles from "./answer-form.module.css";

export interface ResultFormProps {
  readonly fields: readonly ResultField[];
  readonly typed: Readonly<Record<string, string>>;
  readonly problem: string | undefined;
  readonly onChange: (typed: Readonly<Record<string, string>>) => void;
}

/** A result, member by member. */
export function ResultForm({ fields, typed, problem, onChange }: ResultFormProps): ReactNode {
  const id = useId();
  return (
    <div className={styles["fields"]} role="group" aria-describedby={problem === undefined ? undefined : id}>
      {fields.map((field) => (
        <Field
          key={field.name}
          label={field.required ? field.name : `${field.name} (optional)`}
          hint={field.hint === "" ? undefined : field.hint}
          problem={undefined}
        >
          {(control) => (
            <Control
              field={field}
              control={control}
              value={typed[field.name] ?? ""}
              onChange={(value) => onChange({ ...typed, [field.name]: value })}
            />
          )}
        </Field>
      ))}
      {problem === undefined ? undefined : (
        <p id={id} role="alert" className={styles["problem"]}>
          ! {problem}
        </p>
      )}
    </div>
  );
}

interface FieldControlProps {
  readonly field: ResultField;
  readonly control: ControlProps;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Control({ field, control, value, onChange }: FieldControlProps): ReactNode {
  const choices = field.kind === "flag" ? ["false", "true"] : ["", ...field.choices];
  if (field.kind === "text" || field.kind === "number") {
    const mode = field.kind === "number" ? "decimal" : "text";
    return (
      <input
        {...control}
        value={value}
        inputMode={mode}
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <select {...control} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  );
}
