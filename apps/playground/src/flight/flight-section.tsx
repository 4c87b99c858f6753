import { useState } from "react";
import type { ReactNode } from "react";
import type { TurnView } from "@repartee/client";
import { lazyView } from "../layout/lazy-view.tsx";
import type { FlightPanelProps } from "./flight-panel.tsx";
import type { ReadFlight } from "./read-flight.ts";
import styles from "./flight-section.module.css";

const FlightPanel = lazyView<FlightPanelProps>({
  load: () => import("./flight-panel.tsx").then((part) => part.FlightPanel),
  name: "the record",
});

export interface FlightSectionProps {
  readonly turn: TurnView;
  readonly readFlight: ReadFlight;
}

/** Why a turn went as it did: asked when it is opened, and anew when the turn has got further. */
export function FlightSection({ turn, readFlight }: FlightSectionProps): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles["flight"]} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Why this turn</summary>
      {open ? <FlightPanel key={turn.phase} turnIdx={turn.turnIdx} readFlight={readFlight} /> : undefined}
    </details>
  );
}
