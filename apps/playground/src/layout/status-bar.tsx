import type { ReactNode } from "react";
import type { ConnectionState } from "@repartee/client";
import { toConversationPath } from "../conversation/conversation-path.ts";
import type { TalkSnapshot } from "../conversation/talk-snapshot.ts";
import { Mark } from "./mark.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import styles from "./status-bar.module.css";

export interface StatusBarProps {
  readonly snapshot: TalkSnapshot | undefined;
  readonly personaName: string;
  readonly onEnd: () => void;
  /** Further controls, before the colours. */
  readonly children: ReactNode;
}

/** Where one is: which conversation, with whom, and whether it is connected. */
export function StatusBar({ snapshot, personaName, onEnd, children }: StatusBarProps): ReactNode {
  const running = snapshot?.connection !== undefined && snapshot.view.ended === undefined;
  return (
    <header className={styles["bar"]}>
      <h1>
        <Mark /> <span>Repartee</span>
      </h1>
      {snapshot === undefined ? undefined : <Place snapshot={snapshot} personaName={personaName} />}
      <span className={styles["space"]} />
      {running ? (
        <button type="button" onClick={onEnd}>
          End<span className={styles["wide"]}> conversation</span>
        </button>
      ) : undefined}
      {children}
      <ThemeSwitch />
    </header>
  );
}

function Place({
  snapshot,
  personaName,
}: {
  readonly snapshot: TalkSnapshot;
  readonly personaName: string;
}): ReactNode {
  const { glyph, word } = toState(snapshot);
  return (
    <p className={styles["place"]}>
      <span className={styles["state"]} data-state={word}>
        <span aria-hidden="true">{glyph}</span> <span>{word}</span>
      </span>
      <span className={styles["name"]}>{personaName}</span>
      <a href={toConversationPath(snapshot.conversationId)} className={styles["wide"]}>
        <code>{snapshot.conversationId}</code>
      </a>
    </p>
  );
}

function toState({ view, connection }: TalkSnapshot): { readonly glyph: string; readonly word: string } {
  if (view.ended !== undefined) return { glyph: "■", word: "ended" };
  return states[connection?.phase ?? "connecting"];
}

const states: Readonly<Record<ConnectionState["phase"], { readonly glyph: string; readonly word: string }>> = {
  connecting: { glyph: "◌", word: "connecting" },
  open: { glyph: "●", word: "live" },
  reconnecting: { glyph: "△", word: "reconnecting" },
  closed: { glyph: "■", word: "closed" },
};
