import { useState } from "react";
import type { ReactNode } from "react";
import { MAX_TOOL_RESULT_CHARS } from "@repartee/protocol";
import { Field } from "../persona/field.tsx";
import { formatMs } from "../turn/format.ts";
import { findProblem, toResult } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { ResultForm } from "./result-form.tsx";
import type { ToolResult } from "./tool-desk.ts";
import type { ToolHints } from "./tool-hints.ts";
import styles from "./answer-form.module.css";

export interface AnswerFormProps {
  readonly callId: string;
  readonly name: string;
  readonly hints: ToolHints;
  readonly onAnswer: (result: ToolResult) => void;
}

/** The answer to a call, given by hand: its result, an error, or none at all. */
export function AnswerForm({ callId, name, hints, onAnswer }: AnswerFormProps): ReactNode {
  const [answer, setAnswer] = useState<Answer>({ status: "success", text: "", typed: {} });
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [left, setLeft] = useState(false);
  const change = (changed: Partial<Answer>) => {
    setAnswer({ ...answer, ...changed });
    setProblem(undefined);
  };
  if (left) {
    return (
      <p className={styles["left"]}>
        You leave this call without an answer: it is given up after {formatMs(hints.timeoutMs)}.{" "}
        <button type="button" onClick={() => setLeft(false)}>
          Answer after all
        </button>
      </p>
    );
  }
  const failed = answer.status === "error";
  return (
    <form
      className={styles["form"]}
      aria-label={`Answer to ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        const wrong = findProblem(answer, hints);
        if (wrong === undefined) onAnswer(toResult(callId, answer, hints));
        setProblem(wrong);
      }}
    >
      {!failed && hints.fields !== undefined ? (
        <ResultForm
          fields={hints.fields}
          typed={answer.typed}
          problem={problem}
          onChange={(typed) => change({ typed })}
        />
      ) : (
        <Field label={failed ? "What went wrong" : "Result"} problem={problem} hint={hintOf(failed, hints)}>
          {(control) => (
            <textarea
              {...control}
              className={failed ? undefined : "code"}
              rows={2}
              value={answer.text}
              maxLength={MAX_TOOL_RESULT_CHARS}
              spellCheck={failed}
              onChange={(event) => change({ text: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      <div className={styles["buttons"]}>
        <button type="submit" className="primary">
          {failed ? "Send the error" : "Send the result"}
        </button>
        <button type="button" onClick={() => change({ status: failed ? "success" : "error", text: "" })}>
          {failed ? "Result instead" : "Error instead"}
        </button>
        <button type="button" onClick={() => setLeft(true)}>
          Never answer
        </button>
      </div>
    </form>
  );
}

function hintOf(failed: boolean, { described }: ToolHints): string {
  if (failed) return "The model is told that the call has failed, in these words.";
  return described ? "JSON, as the tool's own schema has it." : "Text or JSON: the model reads what stands here.";
}
