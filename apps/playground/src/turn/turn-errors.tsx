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
