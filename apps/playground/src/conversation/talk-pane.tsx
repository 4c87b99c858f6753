import type { ReactNode } from "react";
import type { TurnsBy } from "@repartee/protocol";
import type { ReadFlight } from "../flight/read-flight.ts";
import type { LaneSource } from "../lane/lane-source.ts";
import { NoticeList } from "../notice/notice-list.tsx";
import { toNotices } from "../notice/notice.ts";
import type { ToolDesk } from "../tool/tool-desk.ts";
import { ReplayBanner } from "../trace/replay-banner.tsx";
import type { ReplayDesk } from "../trace/use-replay.ts";
import type { TurnSelection } from "../turn/use-selected-turn.ts";
import type { Start } from "../use-start.ts";
import { Announcer } from "./announcer.tsx";
import { Composer } from "./composer.tsx";
import { Hint, Invitation } from "./invitation.tsx";
import { canTalk, isAnswering } from "./talk-snapshot.ts";
import { Transcript } from "./transcript.tsx";
import type { TalkDesk } from "./use-talk.ts";
import styles from "./talk-pane.module.css";

export interface TalkPaneProps {
  readonly visit: TalkDesk;
  readonly start: Start;
  readonly selection: TurnSelection;
  readonly personaName: string;
  readonly turnsBy: TurnsBy;
  readonly onTurnsBy: (turnsBy: TurnsBy) => void;
  readonly inline: boolean;
  readonly source: LaneSource | undefined;
  readonly replays: ReplayDesk;
  readonly tools: ToolDesk | undefined;
  readonly readFlight: ReadFlight | undefined;
}

/** The talk: what was said, what is to be known of it, and the field to go on in. */
export function TalkPane(props: TalkPaneProps): ReactNode {
  const { visit, start, selection, personaName, turnsBy, onTurnsBy, inline, source, replays, tools, readFlight } =
    props;
  const { talk, snapshot } = visit;
  const enabled = snapshot !== undefined && canTalk(snapshot);
  return (
    <main className={styles["talk"]}>
      <ReplayBanner desk={replays} />
      {snapshot === undefined || source === undefined ? (
        <Invitation missing={visit.missing} start={start} />
      ) : (
        <Transcript
          key={replays.replay?.name ?? snapshot.conversationId}
          view={snapshot.view}
          source={source}
          replicaName={personaName}
          tools={tools}
          readFlight={readFlight}
          selectedTurn={selection.turn?.turnIdx}
          inline={inline}
          onSelect={selection.select}
          empty={enabled ? <Hint /> : undefined}
        />
      )}
      <div>
        <NoticeList notices={snapshot === undefined || replays.replay !== undefined ? [] : toNotices(snapshot)} />
        <Composer
          talk={talk}
          utterances={snapshot?.utterances ?? 0}
          enabled={enabled}
          answering={snapshot !== undefined && isAnswering(snapshot)}
          turnsBy={turnsBy}
          onTurnsBy={onTurnsBy}
        />
      </div>
      {snapshot === undefined ? undefined : <Announcer view={snapshot.view} name={personaName} />}
    </main>
  );
}
