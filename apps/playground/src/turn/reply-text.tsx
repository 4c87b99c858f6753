import type { ReactNode } from "react";
import type { TurnView } from "@repartee/client";
import { openCalls } from "./open-calls.ts";
import styles from "./reply-text.module.css";

export interface ReplyTextProps {
  readonly turn: TurnView;
  readonly name: string;
  /** Whether no model answers. */
  readonly standIn: boolean;
  /** Whether its model is being loaded. */
  readonly loading: boolean;
}

/** What the agent says, as it comes; where it was cut off, the part that was not heard is told apart. */
export function ReplyText({ turn, name, standIn, loading }: ReplyTextProps): ReactNode {
  const { reply, phase, outcome } = turn;
  const waiting = phase === "released" && reply.text === "";
  const silent = phase === "completed" && reply.text === "" && outcome !== "failed";
  if (reply.text === "" && !waiting && !silent) return undefined;
  const heard = reply.heard ?? reply.text;
  const unheard = reply.text.slice(heard.length);
  return (
    <p>
      <span className={styles["who"]} title={name}>
        {name}
        {/* Where nobody was answered the words are the persona's own. */}
        {standIn && turn.userText !== "" ? <span className={styles["stand-in"]}>stand-in</span> : undefined}
      </span>
      <span className={styles["words"]}>
        {waiting ? <span className={styles["waiting"]}>{describeWait(turn, loading)}</span> : undefined}
        {silent ? <em>{outcome === "interrupted" ? "nothing yet" : "said nothing"}</em> : undefined}
        <span data-streaming={phase === "released" ? "" : undefined}>{heard}</span>
        {reply.interrupted || outcome === "interrupted" ? <Cut /> : undefined}
        {unheard === "" ? undefined : <del>{unheard}</del>}
      </span>
    </p>
  );
}

/** What the first words wait for. */
function describeWait(turn: TurnView, loading: boolean): string {
  if (loading) return "loading the model …";
  const [first, ...others] = openCalls(turn);
  if (first === undefined) return "…";
  return others.length === 0 ? `waits for ${first.name} …` : `waits for ${others.length + 1} tools …`;
}

function Cut(): ReactNode {
  return <span className={styles["cut"]}>▏interrupted</span>;
}
