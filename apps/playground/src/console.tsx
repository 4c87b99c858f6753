import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import type { Client } from "@repartee/client";
import type { TurnsBy } from "@repartee/protocol";
import { TalkPane } from "./conversation/talk-pane.tsx";
import { useInterruptKey } from "./conversation/use-interrupt-key.ts";
import { useTalk } from "./conversation/use-talk.ts";
import { Sheet } from "./layout/sheet.tsx";
import { StatusBar } from "./layout/status-bar.tsx";
import { useMedia } from "./layout/use-media.ts";
import { PersonaPanel } from "./persona/persona-panel.tsx";
import { usePersonas } from "./persona/use-personas.ts";
import type { PersonaDesk } from "./persona/use-personas.ts";
import { Inspector } from "./turn/inspector.tsx";
import { useSelectedTurn } from "./turn/use-selected-turn.ts";
import { useStart } from "./use-start.ts";
import styles from "./console.module.css";

export interface ConsoleProps {
  readonly client: Client;
  readonly noteFailure: (failure: unknown) => boolean;
}

/** The page for one who is in: the persona on the left, the talk in the middle, the chosen turn on the right. */
export function Console({ client, noteFailure }: ConsoleProps): ReactNode {
  const [turnsBy, setTurnsBy] = useState<TurnsBy>("client");
  const desk = usePersonas(client.personas, { noteFailure });
  const visit = useTalk({ client, turnsBy, noteFailure });
  const { talk, snapshot } = visit;
  const start = useStart({ client, desk, noteFailure, onStarted: visit.enter });
  const beside = useMedia("(min-width: 900px)");
  const inspected = useMedia("(min-width: 1200px)");
  const selection = useSelectedTurn(talk, snapshot?.view, inspected);
  const [sheetOpen, setSheetOpen] = useState(false);
  useEffect(() => setSheetOpen(false), [talk]);
  useInterruptKey(talk);
  const personaName = useTalkedTo(desk, visit.personaId);

  const panel = <PersonaPanel desk={desk} start={start} />;
  return (
    <div className={styles["console"]}>
      <StatusBar
        snapshot={snapshot}
        personaName={personaName}
        onPersona={beside ? undefined : () => setSheetOpen(true)}
        onEnd={() => void (snapshot && start.end(snapshot.conversationId)) /* shows its own failure */}
      />
      {beside ? (
        <aside className={styles["setup"]}>{panel}</aside>
      ) : (
        <Sheet label="Persona" open={sheetOpen} onClose={() => setSheetOpen(false)}>
          {panel}
        </Sheet>
      )}
      <TalkPane {...{ visit, start, selection, personaName, turnsBy }} inline={!inspected} onTurnsBy={setTurnsBy} />
      {inspected ? <Inspector selection={selection} /> : undefined}
    </div>
  );
}

/** The name of the conversation's persona, which comes onto the desk with the conversation. */
function useTalkedTo(desk: PersonaDesk, personaId: string | undefined): string {
  const { loaded, open, list } = desk;
  useEffect(() => {
    if (loaded && personaId !== undefined) open(personaId);
    // `open` changes with the list, and what is on the desk by then is its author's.
  }, [loaded, personaId]);
  return list.find((one) => one.persona_id === personaId)?.persona_name ?? "Agent";
}
