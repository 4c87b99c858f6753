import { useId } from "react";
import type { ReactNode } from "react";
import styles from "./switch.module.css";

export interface SwitchProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** On or off, at once. */
export function Switch({ label, hint, checked, onChange }: SwitchProps): ReactNode {
  const hintId = useId();
  return (
    <div className={styles["switch"]}>
      <label>
        <input
          type="checkbox"
          role="switch"
          checked={checked}
          aria-describedby={hint === undefined ? undefined : hintId}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
      {hint === undefined ? undefined : <p id={hintId}>{hint}</p>}
    </div>
  );
}
