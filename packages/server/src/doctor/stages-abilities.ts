import type { Finding } from "../ports/examination.ts";
import { ask } from "./ask.ts";
import * as abilities from "./diagnose-abilities.ts";
import type { Abilities, ContinuationTry, SystemTries } from "./diagnose-abilities.ts";
import * as questions from "./questions.ts";
import { isWhole, type Reply } from "./reply.ts";
import type { Visit } from "./visit.ts";

export async function tryTools(visit: Visit): Promise<readonly Finding[]> {
  const call = await ask(visit, { messages: questions.withTool, tools: questions.tools });
  const [first] = call.toolCalls;
  const follow = { tools: questions.tools, messages: first === undefined ? [] : questions.withToolResult(first) };
  const result = first === undefined ? undefined : await ask(visit, follow);
  note(visit, { tools: { call, result } });
  return [abilities.diagnoseTools({ call, result })];
}

export async function trySystemMessages(visit: Visit): Promise<readonly Finding[]> {
  let tries: SystemTries = [];
  for (const position of positionsFor(visit)) {
    const reply = await ask(visit, { messages: questions.withPerception[position] });
    tries = [...tries, { position, reply }];
    if (isWhole(reply)) break;
  }
  note(visit, { system: tries });
  return [abilities.diagnoseSystemMessages(tries)];
}

function positionsFor({ learned }: Visit): readonly SystemTries[number]["position"][] {
  return learned.takesSystem ? ["anywhere", "first", "user"] : ["user"];
}

const usualTokens = 8000;
const longTokens = 25_000;

export async function tryLongContext(visit: Visit): Promise<readonly Finding[]> {
  const tokens = visit.long ? longTokens : usualTokens;
  const context = questions.withLongContext(tokens, visit.clock.wall().toISOString());
  const askAbout = (question: string): Promise<Reply> =>
    ask(visit, { messages: questions.overLongContext(context, question) });
  const first = await askAbout("How many notes are there, roughly? One short sentence.");
  const again = isWhole(first) ? await askAbout("Which van left last? One short sentence.") : undefined;
  const long = { tokens, first, again };
  note(visit, { long });
  return [abilities.diagnoseLongContext(long)];
}

export async function tryContinuation(visit: Visit): Promise<readonly Finding[]> {
  const continuation: ContinuationTry[] = [];
  for (const { form, ...question } of questions.leftInTheMiddle) {
    continuation.push({ form, reply: await ask(visit, question) });
    if (abilities.continuationForm(continuation) !== false) break;
  }
  note(visit, { continuation });
  return [abilities.diagnoseContinuation(continuation)];
}

export async function tryVision(visit: Visit): Promise<readonly Finding[]> {
  const vision = await ask(visit, { messages: questions.withPicture });
  note(visit, { vision });
  return [abilities.diagnoseVision(vision)];
}

function note({ learned }: Visit, found: Partial<Abilities>): void {
  learned.abilities = { ...learned.abilities, ...found };
}
