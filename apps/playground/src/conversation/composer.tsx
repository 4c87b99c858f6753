import { useEffect, useId, useRef, useState } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import type { TurnsBy } from "@repartee/protocol";
import { MAX_TRANSCRIPT_CHARS } from "@repartee/protocol";
import { Switch } from "../persona/switch.tsx";
import type { Talk } from "./talk.ts";
import styles from "./composer.module.css";

export interface ComposerProps {
  readonly talk: Talk | undefined;
  /** Rises with every utterance that is over. */
  readonly utterances: number;
  readonly enabled: boolean;
  readonly answering: boolean;
  readonly turnsBy: TurnsBy;
  readonly onTurnsBy: (turnsBy: TurnsBy) => void;
}

/** Typing as speech: each key is a partial transcript, Enter ends the turn, Esc interrupts. */
export function Composer(props: ComposerProps): ReactNode {
  const { talk, utterances, enabled, answering, turnsBy, onTurnsBy } = props;
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();

  useEffect(() => setText(""), [talk, utterances]);
  useEffect(() => (enabled ? field.current?.focus({ preventScroll: true }) : undefined), [talk, enabled]);

  const endTurn = () => {
    talk?.endTurn(text);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // An input method uses Enter and Esc for itself while it composes.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      endTurn();
    }
  };
  return (
    <div className={styles["composer"]}>
      <div className={styles["line"]}>
        <textarea
          ref={field}
          aria-label="What you say"
          aria-describedby={hintId}
          rows={1}
          value={text}
          disabled={!enabled}
          maxLength={MAX_TRANSCRIPT_CHARS}
          placeholder={enabled ? "Type as if you were speaking" : "No conversation is open"}
          enterKeyHint="send"
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setText(event.currentTarget.value);
            talk?.type(event.currentTarget.value);
          }}
        />
        <button type="button" disabled={!enabled || text.trim() === ""} onClick={endTurn}>
          End turn <kbd>↵</kbd>
        </button>
        <button type="button" disabled={!enabled || !answering} onClick={() => talk?.interrupt()}>
          Interrupt <kbd>Esc</kbd>
        </button>
      </div>
      <div className={styles["below"]}>
        <p id={hintId}>Each key is a partial transcript; backspace revises it.</p>
        <Switch
          label="A pause ends the turn"
          checked={turnsBy === "server"}
          onChange={(on) => onTurnsBy(on ? "server" : "client")}
        />
      </div>
    </div>
  );
}
