import type { ReactNode } from "react";
import type { Access } from "./access.ts";
import { Mark } from "../layout/mark.tsx";
import { Elapsed } from "../layout/elapsed.tsx";
import styles from "./gate.module.css";

/** What stands in place of the page while it cannot be used: the cause, and what to do. */
export function Gate({ access, onRetry }: { readonly access: Access; readonly onRetry: () => void }): ReactNode {
  return (
    <main className={styles["gate"]}>
      <div className={styles["card"]} role={access.type === "checking" ? "status" : "alert"}>
        <p className={styles["brand"]}>
          <Mark /> Repartee
        </p>
        <Words access={access} onRetry={onRetry} />
      </div>
    </main>
  );
}

function Words({ access, onRetry }: { readonly access: Access; readonly onRetry: () => void }): ReactNode {
  switch (access.type) {
    case "open":
    case "checking":
      return <p className={styles["quiet"]}>Asking the server…</p>;
    case "locked":
      return <Locked reason={access.reason} />;
    case "unreachable":
      return <Unreachable sinceMs={access.sinceMs} onRetry={onRetry} />;
  }
}

function Locked({ reason }: { readonly reason: string | undefined }): ReactNode {
  return (
    <>
      <h1>{reason === undefined ? "Open this page by its link" : "This link no longer opens the page"}</h1>
      <p>
        {reason === undefined
          ? "This browser has no session with the server, or it has ended."
          : `The server says: ${reason}.`}
      </p>
      <p>
        The server printed a link when it started; it works once, within 30 minutes. For a new one, stop the server,
        start it again on its machine, and open what it prints. Conversations are kept:
      </p>
      <pre>
        <code>npm start</code>
      </pre>
    </>
  );
}

function Unreachable({ sinceMs, onRetry }: { readonly sinceMs: number; readonly onRetry: () => void }): ReactNode {
  return (
    <>
      <h1>No server answers</h1>
      <p>
        Nothing came back from <code>{location.origin}</code> for <Elapsed sinceMs={sinceMs} />. If you stopped it,
        start it again:
      </p>
      <pre>
        <code>npm start</code>
      </pre>
      <p className={styles["quiet"]}>The page looks again every two seconds, and goes on by itself.</p>
      <button type="button" onClick={onRetry}>
        Look now
      </button>
    </>
  );
}
