import type { ReactNode } from "react";
import type { Client } from "@repartee/client";
import { Gate } from "./access/gate.tsx";
import { useAccess } from "./access/use-access.ts";
import { Console } from "./console.tsx";

/** The page: the gate until there is a session, then the console. */
export function App({ client }: { readonly client: Client }): ReactNode {
  const { access, noteFailure, retry } = useAccess(client.session);
  if (access.type !== "open") return <Gate access={access} onRetry={retry} />;
  return <Console client={client} noteFailure={noteFailure} />;
}
