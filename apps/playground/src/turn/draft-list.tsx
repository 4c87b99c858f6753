import type { ReactNode } from "react";
import type { TurnView } from "@repartee/client";
import { fates, toDraftRows } from "./draft-row.ts";
import type { DraftRow } from "./draft-row.ts";
import { formatCount } from "./format.ts";
import styles from "./draft-list.module.css";

/** The drafts of a turn: what each answered, why it began, and what it came to. */
export function DraftList({ turn }: { readonly turn: TurnView }): ReactNode {
  const rows = toDraftRows(turn);
  if (rows.length === 0) return <p className={styles["none"]}>None.</p>;
  return (
    <ol className={styles["drafts"]}>
      {rows.map((row) => (
        <Draft key={row.id} row={row} />
      ))}
    </ol>
  );
}

function Draft({ row }: { readonly row: DraftRow }): ReactNode {
  const { glyph, name } = fates[row.fate];
  return (
    <li className={styles["draft"]} data-fate={row.fate}>
      <p className={styles["head"]}>
        <strong>
          <span aria-hidden="true">{glyph}</span> {name}
        </strong>
        <span>{row.tokens === undefined ? "" : formatCount(row.tokens, "token")}</span>
      </p>
      <q>{row.transcript}</q>
      <p className={styles["why"]}>
        <span>{row.span}</span>
        <span>
          {row.startReason}
          {row.endReason === undefined ? "" : `; ${row.endReason}`}
        </span>
      </p>
    </li>
  );
}
