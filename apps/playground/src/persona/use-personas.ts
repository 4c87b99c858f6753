import { useCallback, useEffect, useReducer, useState } from "react";
import type { Client } from "@repartee/client";
import type { Persona } from "@repartee/protocol";
import { createEditor, isChanged, stepEditor } from "./persona-editor.ts";
import type { PersonaEditor } from "./persona-editor.ts";
import type { PersonaFields } from "./persona-fields.ts";
import { findProblems, hasProblems, placeRefusal } from "./persona-problems.ts";
import { listPersonas, savePersona } from "./personas.ts";

export interface PersonaDesk {
  readonly list: readonly Persona[];
  readonly loaded: boolean;
  readonly editor: PersonaEditor;
  readonly changed: boolean;
  readonly open: (personaId: string) => void;
  readonly startNew: () => void;
  readonly revert: () => void;
  readonly change: (changed: Partial<PersonaFields>) => void;
  /** Stores what was changed; the stored persona, or undefined where something is wrong and is shown. */
  readonly save: () => Promise<Persona | undefined>;
  readonly remove: () => Promise<void>;
}

interface DeskOptions {
  /** Takes note of a failure; whether it is shown elsewhere. */
  readonly noteFailure: (failure: unknown) => boolean;
}

/** The personas of the server, and the one that is on the desk. */
export function usePersonas(calls: Client["personas"], { noteFailure }: DeskOptions): PersonaDesk {
  const [list, setList] = useState<readonly Persona[] | undefined>(undefined);
  const [editor, dispatch] = useReducer(stepEditor, undefined, createEditor);

  useEffect(() => {
    const left = new AbortController();
    listPersonas(calls, left.signal).then(
      (found) => {
        setList(found);
        dispatch({ type: "open", persona: found[0] });
      },
      (cause: unknown) => (left.signal.aborted ? undefined : noteFailure(cause)),
    );
    return () => left.abort();
  }, [calls, noteFailure]);

  const refuse = (cause: unknown): undefined => {
    const message = cause instanceof Error ? cause.message : String(cause);
    dispatch({ type: "refuse", problems: noteFailure(cause) ? {} : placeRefusal(message, editor.fields) });
  };

  const save = async (): Promise<Persona | undefined> => {
    const problems = findProblems(editor.fields);
    if (hasProblems(problems)) {
      dispatch({ type: "refuse", problems });
      return undefined;
    }
    dispatch({ type: "send" });
    try {
      const saved = await savePersona(calls, editor);
      setList((before) => [saved, ...(before ?? []).filter((one) => one.persona_id !== saved.persona_id)]);
      dispatch({ type: "open", persona: saved });
      return saved;
    } catch (cause) {
      return refuse(cause);
    }
  };

  const remove = async (): Promise<void> => {
    const { stored } = editor;
    if (stored === undefined) return;
    dispatch({ type: "send" });
    try {
      await calls.delete(stored.persona_id);
      const rest = (list ?? []).filter((one) => one.persona_id !== stored.persona_id);
      setList(rest);
      dispatch({ type: "open", persona: rest[0] });
    } catch (cause) {
      refuse(cause);
    }
  };

  const open = useCallback(
    (personaId: string) => {
      const persona = list?.find((one) => one.persona_id === personaId);
      if (persona !== undefined) dispatch({ type: "open", persona });
    },
    [list],
  );

  return {
    list: list ?? [],
    loaded: list !== undefined,
    editor,
    changed: isChanged(editor),
    open,
    startNew: () => dispatch({ type: "open", persona: undefined }),
    revert: () => dispatch({ type: "revert" }),
    change: (changed) => dispatch({ type: "change", changed }),
    save,
    remove,
  };
}
