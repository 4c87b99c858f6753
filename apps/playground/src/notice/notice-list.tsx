import type { ReactNode } from "react";
import { Elapsed } from "../layout/elapsed.tsx";
import type { Notice } from "./notice.ts";
import styles from "./notice-list.module.css";

/** What is to be known now, above the field where one goes on. */
export function NoticeList({ notices }: { readonly notices: readonly Notice[] }): ReactNode {
  return (
    <div role="status" className={styles["notices"]}>
      {notices.map(({ tone, title, text, sinceMs }) => (
        <p key={title} data-tone={tone}>
          <strong>
            <span aria-hidden="true">{glyphs[tone]}</span> {title}
            {sinceMs === undefined ? undefined : (
              <>
                {" "}
                <Elapsed sinceMs={sinceMs} />
              </>
            )}
          </strong>{" "}
          {text}
        </p>
      ))}
    </div>
  );
}

const glyphs = { quiet: "·", warning: "△", error: "!" } as const;
