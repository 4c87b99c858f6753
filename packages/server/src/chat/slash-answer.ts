import type { TurnView } from "@repartee/client";
import type { Cast, Counterpart } from "./cast.ts";
import { slashHelp, type Slash, type SlashName } from "./slash-command.ts";
import { turnReport } from "./turn-report.ts";

/** What comes of a slash command: lines to show, and perhaps someone else to talk to. */
export interface SlashAnswer {
  readonly lines: readonly string[];
  readonly counterpart?: Counterpart;
  readonly leave?: boolean;
}

export interface SlashScene {
  readonly cast: Cast;
  /** Who is talked to. */
  readonly current: Counterpart;
  /** The last turn, if there was one. */
  readonly turn: TurnView | undefined;
}

/** Answers a slash command; rejects where the server refuses what it asks for. */
export async function answerSlash(slash: Slash, scene: SlashScene): Promise<SlashAnswer> {
  if (!slash.ok) return { lines: [slash.problem] };
  return answers[slash.name](scene, slash.words);
}

type Answer = (scene: SlashScene, words: readonly string[]) => SlashAnswer | Promise<SlashAnswer>;

const answers: { readonly [Name in SlashName]: Answer } = {
  help: () => ({ lines: slashHelp() }),
  quit: () => ({ lines: [], leave: true }),
  turn: ({ turn }) => ({ lines: turn === undefined ? ["there has been no turn yet"] : turnReport(turn) }),
  async persona({ cast, current }, [id]) {
    if (id !== undefined) return { lines: [], counterpart: await cast.choose(id) };
    const personas = await cast.list();
    const width = Math.max(...personas.map(({ personaId }) => personaId.length), 0);
    return {
      lines: personas.map(({ personaId, name }) => {
        const mark = personaId === current.personaId ? "*" : "-";
        return `${mark} ${personaId.padEnd(width)}   ${name}`;
      }),
    };
  },
  async model({ cast, current }, [model, baseUrl]) {
    if (model === undefined) return { lines: [`${current.name}: ${current.model}`] };
    return { lines: [], counterpart: await cast.withModel(current.personaId, { model, baseUrl }) };
  },
};
