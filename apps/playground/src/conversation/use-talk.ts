import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Client } from "@repartee/client";
import type { Conversation, TurnsBy } from "@repartee/protocol";
import { frameSchedule } from "../layout/frame-schedule.ts";
import { readConversationId, toConversationPath } from "./conversation-path.ts";
import { createId } from "./create-id.ts";
import { Talk } from "./talk.ts";
import type { TalkSnapshot } from "./talk-snapshot.ts";

export interface TalkDesk {
  readonly talk: Talk | undefined;
  readonly snapshot: TalkSnapshot | undefined;
  /** The persona of the conversation, as far as the server says. */
  readonly personaId: string | undefined;
  /** Why the conversation in the address cannot be opened. */
  readonly missing: string | undefined;
  /** Goes to a conversation that was just made. */
  readonly enter: (conversation: Conversation, personaId: string) => void;
}

export interface TalkDeskOptions {
  readonly client: Client;
  readonly turnsBy: TurnsBy;
  readonly noteFailure: (failure: unknown) => boolean;
}

interface Visit {
  readonly talk: Talk | undefined;
  readonly personaId: string | undefined;
  readonly missing: string | undefined;
}

const nowhere: Visit = { talk: undefined, personaId: undefined, missing: undefined };

/** The conversation that the address of the page names: opened, followed, and left. */
export function useTalk({ client, turnsBy, noteFailure }: TalkDeskOptions): TalkDesk {
  const [visit, setVisit] = useState<Visit>(nowhere);
  const turns = useRef(turnsBy);
  turns.current = turnsBy;

  const go = useCallback(
    (conversation: Conversation, personaId: string | undefined) => {
      const options = { client, conversation, turnsBy: turns.current, schedule: frameSchedule, createId, noteFailure };
      setVisit({ ...nowhere, personaId, talk: new Talk({ ...options, now: () => performance.now() }) });
    },
    [client, noteFailure],
  );

  useEffect(() => {
    let left = new AbortController();
    const follow = () => {
      left.abort();
      left = new AbortController();
      const { signal } = left;
      const id = readConversationId(location.pathname);
      if (id === undefined) return setVisit(nowhere);
      client.conversations.get(id, { signal }).then(
        (conversation) => go(conversation, conversation.persona_id ?? undefined),
        (cause: unknown) => {
          if (signal.aborted || noteFailure(cause)) return;
          setVisit({ ...nowhere, missing: cause instanceof Error ? cause.message : String(cause) });
        },
      );
    };
    follow();
    addEventListener("popstate", follow);
    return () => {
      left.abort();
      removeEventListener("popstate", follow);
    };
  }, [client, go, noteFailure]);

  const { talk } = visit;
  useEffect(() => () => talk?.close(), [talk]);
  useEffect(() => talk?.setTurnsBy(turnsBy), [talk, turnsBy]);
  const snapshot = useSyncExternalStore(talk?.subscribe ?? subscribeToNothing, talk?.snapshot ?? noSnapshot);

  const enter = (conversation: Conversation, personaId: string) => {
    history.pushState(null, "", toConversationPath(conversation.conversation_id));
    go(conversation, personaId);
  };
  return { talk, snapshot, personaId: visit.personaId, missing: visit.missing, enter };
}

const subscribeToNothing = () => () => {};
const noSnapshot = () => undefined;
