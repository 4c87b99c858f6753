import { useState } from "react";
import type { Client } from "@repartee/client";
import type { Conversation } from "@repartee/protocol";
import type { PersonaDesk } from "./persona/use-personas.ts";

/** The beginning and the end of conversations, as the page's buttons have it. */
export interface Start {
  readonly greeting: string;
  readonly setGreeting: (greeting: string) => void;
  readonly busy: boolean;
  /** Why the last one did not begin, or did not end. */
  readonly problem: string | undefined;
  /** Begins one with the persona on the desk, which is stored first where it was changed. */
  readonly begin: () => Promise<void>;
  readonly end: (conversationId: string) => Promise<void>;
}

export interface StartOptions {
  readonly client: Client;
  readonly desk: PersonaDesk;
  readonly noteFailure: (failure: unknown) => boolean;
  readonly onStarted: (conversation: Conversation, personaId: string) => void;
}

/** Begins and ends conversations; neither promise rejects. */
export function useStart({ client, desk, noteFailure, onStarted }: StartOptions): Start {
  const [greeting, setGreeting] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | undefined>(undefined);

  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (cause) {
      if (!noteFailure(cause)) setProblem(cause instanceof Error ? cause.message : String(cause));
    } finally {
      setBusy(false);
    }
  };

  const begin = () =>
    run(async () => {
      const { stored } = desk.editor;
      const persona = stored === undefined || desk.changed ? await desk.save() : stored;
      if (persona === undefined) return;
      const greeted = greeting.trim() === "" ? {} : { custom_greeting: greeting };
      const conversation = await client.conversations.create({ persona_id: persona.persona_id, ...greeted });
      onStarted(conversation, persona.persona_id);
    });

  return {
    greeting,
    setGreeting,
    busy,
    problem,
    begin,
    end: (conversationId) => run(() => client.conversations.end(conversationId)),
  };
}
