import { useId, useState } from "react";
import type { CSSProperties, KeyboardEvent, ReactNode } from "react";
import type { Target } from "@repartee/client/lane";
import { LaneCard } from "./lane-card.tsx";
import styles from "./lane-targets.module.css";

export interface LaneTargetsProps {
  readonly targets: readonly Target[];
  readonly width: number;
}

/** What can be pointed at, as buttons over the picture: one stop for Tab, arrows between them. */
export function LaneTargets({ targets, width }: LaneTargetsProps): ReactNode {
  const cardId = useId();
  const [pointed, setPointed] = useState<string>();
  const [pinned, setPinned] = useState<string>();
  const [current, setCurrent] = useState<string>();
  const shown = targets.find((target) => target.id === (pointed ?? pinned));
  const stop = targets.some((target) => target.id === current) ? current : targets[0]?.id;
  return (
    <div className={styles["targets"]} onKeyDown={moveFocus} onPointerLeave={() => setPointed(undefined)}>
      {targets.map((target) => (
        <button
          key={target.id}
          type="button"
          style={toPlace(target)}
          tabIndex={target.id === stop ? 0 : -1}
          aria-label={target.name}
          aria-pressed={pinned === target.id}
          aria-describedby={shown === target ? cardId : undefined}
          onPointerEnter={() => setPointed(target.id)}
          onFocus={() => {
            setCurrent(target.id);
            setPointed(target.id);
          }}
          onBlur={() => setPointed(undefined)}
          onClick={() => setPinned(pinned === target.id ? undefined : target.id)}
        />
      ))}
      {shown === undefined ? undefined : <LaneCard id={cardId} target={shown} width={width} />}
    </div>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const buttons = Array.from(event.currentTarget.querySelectorAll("button"));
  const at = buttons.findIndex((button) => button === event.target);
  buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus();
  event.preventDefault();
}

function toPlace({ box }: Target): CSSProperties {
  return { left: box.left, top: box.top, width: box.right - box.left, height: box.bottom - box.top };
}
