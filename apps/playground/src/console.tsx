import { useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";
import type { Client } from "@repartee/client";
import type { Persona, TurnsBy } from "@repartee/protocol";
import { canTalk } from "./conversation/talk-snapshot.ts";
import { TalkPane } from "./conversation/talk-pane.tsx";
import type { ReadFlight } from "./flight/read-flight.ts";
import type { LaneSource } from "./lane/lane-source.ts";
import { useInterruptKey } from "./conversation/use-interrupt-key.ts";
import { useTalk } from "./conversation/use-talk.ts";
import type { TalkDesk } from "./conversation/use-talk.ts";
import { StatusBar } from "./layout/status-bar.tsx";
import { useMedia } from "./layout/use-media.ts";
import { useHostedModels } from "./model/use-hosted-models.ts";
import { PersonaPanel } from "./persona/persona-panel.tsx";
import { PersonaSheet } from "./persona/persona-sheet.tsx";
import { usePersonas } from "./persona/use-personas.ts";
import type { PersonaDesk } from "./persona/use-personas.ts";
import type { ToolDesk } from "./tool/tool-desk.ts";
import { TraceMenu } from "./trace/trace-menu.tsx";
import { useReplay } from "./trace/use-replay.ts";
import type { ReplayDesk } from "./trace/use-replay.ts";
import { Inspector } from "./turn/inspector.tsx";
import { useSelectedTurn } from "./turn/use-selected-turn.ts";
import { UsageMenu } from "./usage/usage-menu.tsx";
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
  const models = useHostedModels(client.hostedModels, { noteFailure });
  const visit = useTalk({ client, turnsBy, noteFailure });
  const replays = useReplay();
  const start = useStart({
    client,
    desk,
    noteFailure,
    onStarted: (...made) => {
      replays.leave();
      visit.enter(...made);
    },
  });
  const beside = useMedia("(min-width: 900px)");
  const inspected = useMedia("(min-width: 1200px)");
  const shown = toShown(visit, replays);
  const selection = useSelectedTurn(shown.talk ?? replays.replay, shown.snapshot?.view, inspected);
  useInterruptKey(shown.talk);
  const persona = useTalkedTo(desk, visit.personaId);
  const personaName = persona?.persona_name ?? "Agent";
  const source = toSource(shown);
  const tools = useToolDesk(shown, persona);
  const readFlight = useFlights(client, shown);

  const panel = <PersonaPanel {...{ desk, start, models }} />;
  return (
    <div className={styles["console"]}>
      <StatusBar
        snapshot={replays.replay === undefined ? visit.snapshot : undefined}
        personaName={personaName}
        onEnd={() => void (visit.snapshot && start.end(visit.snapshot.conversationId)) /* shows its own failure */}
      >
        {shown.snapshot === undefined ? undefined : <UsageMenu view={shown.snapshot.view} />}
        <TraceMenu talk={visit.talk} snapshot={visit.snapshot} onOpen={replays.open} />
        {beside ? undefined : <PersonaSheet talk={visit.talk}>{panel}</PersonaSheet>}
      </StatusBar>
      {beside ? <aside className={styles["setup"]}>{panel}</aside> : undefined}
      <TalkPane
        {...{ start, selection, turnsBy, source, replays, tools, readFlight }}
        personaName={replays.replay === undefined ? personaName : "Agent"}
        visit={shown}
        inline={!inspected}
        onTurnsBy={setTurnsBy}
      />
      {inspected ? <Inspector {...{ selection, source, readFlight }} /> : undefined}
    </div>
  );
}

/** The conversation's persona, which comes onto the desk with the conversation. */
function useTalkedTo(desk: PersonaDesk, personaId: string | undefined): Persona | undefined {
  const { loaded, open, list } = desk;
  useEffect(() => {
    if (loaded && personaId !== undefined) open(personaId);
    // `open` changes with the list, and what is on the desk by then is its author's.
  }, [loaded, personaId]);
  return list.find((one) => one.persona_id === personaId);
}

/** Where the talk's tool calls are answered; the same one while nothing about it changes, so that no turn is drawn again. */
function useToolDesk({ talk, snapshot }: TalkDesk, persona: Persona | undefined): ToolDesk | undefined {
  const open = snapshot !== undefined && canTalk(snapshot) ? talk : undefined;
  return useMemo(() => (open === undefined ? undefined : { answer: open.answer, persona }), [open, persona]);
}

/** Asks the server why a turn of the talk went as it did; a file has no server to ask. */
function useFlights({ conversations }: Client, { talk, snapshot }: TalkDesk): ReadFlight | undefined {
  const id = talk === undefined ? undefined : snapshot?.conversationId;
  return useMemo(
    () => (id === undefined ? undefined : (turnIdx, signal) => conversations.getTurn(id, turnIdx, { signal })),
    [conversations, id],
  );
}

/** What the talk's place shows: the record that is open, which takes no words, or the talk that goes on. */
function toShown(visit: TalkDesk, { replay }: ReplayDesk): TalkDesk {
  return replay === undefined ? visit : { ...visit, talk: undefined, missing: undefined, snapshot: replay.snapshot };
}

function toSource({ talk, snapshot }: TalkDesk): LaneSource | undefined {
  if (snapshot === undefined) return undefined;
  const goesOn = snapshot.connection?.phase === "open" && snapshot.view.ended === undefined;
  return { lanes: snapshot.lanes, now: goesOn ? talk?.now : undefined };
}
