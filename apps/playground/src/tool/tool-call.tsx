import { useState } from "react";
import type { ReactNode } from "react";
import type { ToolCallView, TurnView } from "@repartee/client";
import { Elapsed } from "../layout/elapsed.tsx";
import { formatMs } from "../turn/format.ts";
import { stateOfCall } from "../turn/open-calls.ts";
import type { CallState } from "../turn/open-calls.ts";
import { AnswerForm } from "./answer-form.tsx";
import { toArguments } from "./tool-arguments.ts";
import type { ToolDesk } from "./tool-desk.ts";
import { toToolHints } from "./tool-hints.ts";
import styles from "./tool-calls.module.css";

export interface ToolCallProps {
  readonly call: ToolCallView;
  readonly turn: TurnView;
  readonly desk: ToolDesk | undefined;
}

/** One call: what is to be done with what, where it stands, and the answer to it. */
export function ToolCall({ call, turn, desk }: ToolCallProps): ReactNode {
  const state = stateOfCall(call, turn);
  const hints = toToolHints(desk?.persona, call.name);
  const waits = state === "open" && hints.timeoutMs > 0;
  return (
    <li className={styles["call"]} data-state={state} aria-label={`${call.name}, ${names[state]}`}>
      <p className={styles["head"]}>
        <strong>
          <span aria-hidden="true">{glyphs[state]}</span> {call.name}
        </strong>
        <span>
          {desk === undefined ? "" : `${hints.effect} · `}
          {call.prepared ? "before the end of the turn · " : ""}
          {state === "open" && !waits ? "gives no result" : names[state]}
          {waits ? <Waiting timeoutMs={hints.timeoutMs} /> : undefined}
        </span>
      </p>
      <Arguments of={call.arguments} />
      <Outcome call={call} state={state} />
      {waits && desk !== undefined && call.callId !== undefined ? (
        <AnswerForm callId={call.callId} name={call.name} hints={hints} onAnswer={desk.answer} />
      ) : undefined}
    </li>
  );
}

/** How long it has been waited for, since the page heard of it. */
function Waiting({ timeoutMs }: { readonly timeoutMs: number }): ReactNode {
  const [sinceMs] = useState(() => performance.now());
  return (
    <>
      {" "}
      <Elapsed sinceMs={sinceMs} /> of {formatMs(timeoutMs)}
    </>
  );
}

function Arguments({ of: text }: { readonly of: string }): ReactNode {
  const given = toArguments(text);
  if (given === undefined) return <pre>{text}</pre>;
  if (given.length === 0) return <p className={styles["quiet"]}>no arguments</p>;
  return (
    <dl>
      {given.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Outcome({ call, state }: { readonly call: ToolCallView; readonly state: CallState }): ReactNode {
  const { result, problem } = call;
  if (problem !== undefined) return <p className={styles["problem"]}>! {problem}</p>;
  if (state === "unseen") return <p className={styles["quiet"]}>Its result was not seen here; the turn went on.</p>;
  if (state === "withdrawn") return <p className={styles["quiet"]}>Its draft died; nobody needs the result.</p>;
  if (result === undefined) return undefined;
  return (
    <p className={styles["result"]} data-status={result.status}>
      <span>{result.status === "error" ? "error" : "result"}</span>{" "}
      <code>{result.output === "" ? "(nothing)" : result.output}</code>
    </p>
  );
}

/** State by glyph and word, never by colour alone. */
const glyphs: Readonly<Record<CallState, string>> = {
  open: "◌",
  answered: "✓",
  withdrawn: "✕",
  failed: "!",
  unseen: "·",
};

const names: Readonly<Record<CallState, string>> = {
  open: "waits for its result",
  answered: "answered",
  withdrawn: "withdrawn",
  failed: "came to nothing",
  unseen: "over",
};
