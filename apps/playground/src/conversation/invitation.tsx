import type { ReactNode } from "react";
import type { Start } from "../use-start.ts";
import styles from "./invitation.module.css";

export interface InvitationProps {
  /** Why the conversation in the address cannot be opened. */
  readonly missing: string | undefined;
  readonly start: Start;
}

/** What stands where the talk will be. */
export function Invitation({ missing, start }: InvitationProps): ReactNode {
  return (
    <section className={styles["invitation"]}>
      <h2>{missing === undefined ? "Talk by typing" : "There is no such conversation"}</h2>
      <p>
        {missing === undefined
          ? "Every key you press is a partial transcript, as a speech recogniser would send it. The answer is drafted while you are still at it; you see each draft, what it cost, and what became of it."
          : `The server says: ${missing}. It may have been deleted.`}
      </p>
      <button
        type="button"
        className="primary"
        disabled={start.busy}
        onClick={() => void start.begin() /* shows its own failure */}
      >
        Start a conversation
      </button>
      {start.problem === undefined ? undefined : <p role="alert">! {start.problem}</p>}
    </section>
  );
}

/** What to do in a conversation in which nothing was said. */
export function Hint(): ReactNode {
  return (
    <section className={styles["invitation"]}>
      <h2>Say something</h2>
      <ul>
        <li>Type, and pause for a moment: a draft starts.</li>
        <li>Go back and change a word: the draft dies.</li>
        <li>
          <kbd>↵</kbd> ends your turn: a draft that still fits is adopted.
        </li>
        <li>
          <kbd>Esc</kbd> interrupts the answer.
        </li>
      </ul>
    </section>
  );
}
