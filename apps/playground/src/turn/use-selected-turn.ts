import { useCallback, useEffect, useState } from "react";
import type { ConversationView, TurnView } from "@repartee/client";

/** The turn of which everything is shown. */
export interface TurnSelection {
  readonly turn: TurnView | undefined;
  /** Whether it was chosen; else it is the newest. */
  readonly pinned: boolean;
  /** Chooses a turn; the chosen one is given up again. */
  readonly select: (turnIdx: number) => void;
  readonly follow: () => void;
}

/** The chosen turn; where none is, the newest, if `following` asks for one. */
export function useSelectedTurn(
  talk: object | undefined,
  view: ConversationView | undefined,
  following: boolean,
): TurnSelection {
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  useEffect(() => setChosen(undefined), [talk]);
  const select = useCallback(
    (turnIdx: number) => setChosen((before) => (before === turnIdx ? undefined : turnIdx)),
    [],
  );
  const follow = useCallback(() => setChosen(undefined), []);
  const pinned = view?.turns.find((turn) => turn.turnIdx === chosen);
  const newest = following ? view?.turns.at(-1) : undefined;
  return { turn: pinned ?? newest, pinned: pinned !== undefined, select, follow };
}
