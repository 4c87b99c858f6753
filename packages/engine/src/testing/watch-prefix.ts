import type { ChatMessage } from "../context/messages.ts";
import type { Effect } from "../effect.ts";
import { rule, type Seen, type Watch } from "./watch.ts";

/** E23: C5 from outside: what was settled when one request was sent begins the next, unless something says otherwise. */
export function createPrefixWatch(): Watch {
  let before: readonly string[] = [];
  let free = true;

  return ({ effects, state }: Seen) => {
    for (const [index, effect] of effects.entries()) {
      const summed = effect.type === "record" && effect.entry.type === "summary";
      const idle = state.turn.phase === "idle" || state.turn.phase === "closed";
      rule("E23 a summary takes its place where nobody is disturbed", !summed || idle, state.turn.phase);
      if (mayChange(effect)) free = true;
      if (effect.type !== "model-start" || effect.purpose === "summary") continue;
      const lines = effect.messages.map(spell);
      const next = effects[index + 1];
      const said = free || (next !== undefined && mayChange(next));
      const same = said || before.every((line, at) => line === lines[at]);
      rule("E23 what is settled begins every request, byte by byte", same, effect.draftId);
      before = lines.slice(0, countSettled(effect.messages, state.context.perception));
      free = false;
    }
  };
}

/** Everything that may change a prefix says so. */
function mayChange(effect: Effect): boolean {
  if (effect.type === "warning") return effect.code === "context_trimmed";
  if (effect.type !== "record") return false;
  return effect.entry.type === "summary" || (effect.entry.type === "context" && effect.entry.change === "overwrite");
}

/** How many messages stand before all that may still become another: open calls, perception, this turn. */
function countSettled(messages: readonly ChatMessage[], perception: string): number {
  const turn = messages.findLastIndex(({ role }) => role === "user");
  const open = messages.findIndex(({ role, content }) => role === "tool" && content.includes("still running"));
  // A perception that is too long keeps its beginning.
  const begins = perception.slice(0, 4);
  const isPerceived = ({ role, content }: ChatMessage): boolean => role === "system" && content.startsWith(begins);
  const perceived = begins === "" ? -1 : messages.findIndex((message, at) => at > 0 && isPerceived(message));
  const ends = [turn, open - 1, perceived].filter((end) => end >= 0);
  return Math.min(messages.length, ...ends);
}

function spell(message: ChatMessage): string {
  const calls = message.role === "assistant" ? (message.toolCalls ?? []) : [];
  const more = calls.length === 0 ? "" : JSON.stringify(calls);
  return `${message.role} ${message.role === "tool" ? message.toolCallId : ""}: ${message.content}${more}`;
}
