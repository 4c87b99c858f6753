import { useId } from "react";
import type { ReactNode } from "react";
import styles from "./field.module.css";

/** What a control needs to be named, and to be wrong. */
export interface ControlProps {
  readonly id: string;
  readonly "aria-invalid": boolean;
  readonly "aria-describedby": string | undefined;
}

export interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly problem: string | undefined;
  readonly children: (control: ControlProps) => ReactNode;
}

/** A labelled control with its hint, and with its problem in place. */
export function Field({ label, hint, problem, children }: FieldProps): ReactNode {
  const id = useId();
  const noteId = `${id}-note`;
  const note = problem ?? hint;
  return (
    <div className={styles["field"]}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        "aria-invalid": problem !== undefined,
        "aria-describedby": note === undefined ? undefined : noteId,
      })}
      {note === undefined ? undefined : (
        <p id={noteId} className={problem === undefined ? styles["hint"] : styles["problem"]}>
          {problem === undefined ? hint : `! ${problem}`}
        </p>
      )}
    </div>
  );
}
