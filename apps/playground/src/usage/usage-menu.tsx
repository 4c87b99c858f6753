import { useId, useState } from "react";
import type { ReactNode } from "react";
import type { ConversationView } from "@repartee/client";
import { lazyView } from "../layout/lazy-view.tsx";
import { toGauge } from "./gauge.ts";
import type { UsagePanelProps } from "./usage-panel.tsx";
import styles from "./usage-menu.module.css";

const UsagePanel = lazyView<UsagePanelProps>({
  load: () => import("./usage-panel.tsx").then((part) => part.UsagePanel),
  name: "the usage",
});

/** How full the context is, at a glance; opens what the conversation has used. */
export function UsageMenu({ view }: { readonly view: ConversationView }): ReactNode {
  const id = useId();
  const [open, setOpen] = useState(false);
  const gauge = view.context === undefined ? undefined : toGauge(view.context);
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className={styles["gauge"]}
        data-level={gauge?.level}
        aria-label={gauge?.text ?? "Context: no request was sent yet"}
      >
        <span className={styles["bar"]}>
          <span style={{ width: `${gauge?.percent ?? 0}%` }} />
          {gauge === undefined ? undefined : <i style={{ left: `${gauge.softPercent}%` }} />}
        </span>
        <span className={styles["percent"]}>
          {gauge?.glyph} {gauge === undefined ? "–" : `${Math.round(gauge.percent)} %`}
        </span>
      </button>
      <div
        id={id}
        popover="auto"
        className={styles["menu"]}
        role="group"
        aria-label="Context and usage"
        onToggle={(event) => setOpen(event.newState === "open")}
      >
        {open ? <UsagePanel context={view.context} usage={view.usage} /> : undefined}
      </div>
    </>
  );
}
