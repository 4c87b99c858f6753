import { closestName } from "@repartee/protocol";

/** What can be asked of the chat itself. */
export const slashCommands = {
  help: { usage: "/help", meaning: "this" },
  persona: { usage: "/persona [ID]", meaning: "who there is; with an id, a new conversation with that one" },
  model: { usage: "/model [NAME [URL]]", meaning: "what answers; with a name, a new conversation with that model" },
  turn: { usage: "/turn", meaning: "all the numbers of the last turn" },
  quit: { usage: "/quit", meaning: "leave; so does Ctrl+C" },
} as const;
export type SlashName = keyof typeof slashCommands;

export type Slash =
  | { readonly ok: true; readonly name: SlashName; readonly words: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/** Whether a line is one for the chat itself. A blank before the slash makes it something to say. */
export function isSlash(line: string): boolean {
  return line.startsWith("/");
}

export function parseSlash(line: string): Slash {
  const [name = "", ...words] = line.slice(1).trim().split(/\s+/u);
  if (isSlashName(name)) return { ok: true, name, words };
  const closest = closestName(name, Object.keys(slashCommands));
  const hint = closest === undefined ? "/help lists what there is" : `did you mean /${closest}?`;
  return { ok: false, problem: `there is no /${name}; ${hint} (to say it, put a blank before it)` };
}

export function slashHelp(): readonly string[] {
  const commands = Object.values(slashCommands);
  const width = Math.max(...commands.map(({ usage }) => usage.length));
  return [
    ...commands.map(({ usage, meaning }) => `${usage.padEnd(width)}   ${meaning}`),
    `${"Enter".padEnd(width)}   ends your turn; what you type before it is heard as you type`,
    `${"Esc".padEnd(width)}   interrupts the answer`,
  ];
}

function isSlashName(name: string): name is SlashName {
  return Object.hasOwn(slashCommands, name);
}
