import type { ReactNode } from "react";
import type { TurnView } from "@repartee/client";
import { errorCodes } from "@repartee/protocol";
import { capital } from "./format.ts";
import styles from "./turn-errors.module.css";

/** Why a turn failed: what that means, and the words of whoever refused. The conversation goes on. */
export function TurnErrors({ errors }: Pick<TurnView, "errors">): ReactNode {
  return errors.map((error, index) => (
    <div key={index} className={styles["error"]}>
      <strong>! {capital(errorCodes[error.code])}</strong>
      <span>{error.message}</span>
    </div>
  ));
}

/** What is worth knowing about an answer, such as that another model gave it. */
export function TurnWarnings({ warnings }: Pick<TurnView, "warnings">): ReactNode {
  return warnings.map(({ code, message }, index) => (
    <div key={index} className={styles["warning"]}>
      <span aria-hidden="true">△</span> {code === "fallback" ? <strong>Another model answers: </strong> : undefined}
      {message}.
    </div>
  ));
}
