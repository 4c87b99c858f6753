import { readFileSync } from "node:fs";
import type { ChatMessage } from "@repartee/engine";

/** A conversation as the requests that it makes, each with everything before it. */
export interface Talk {
  readonly requests: readonly (readonly ChatMessage[])[];
}

export interface Subject {
  readonly name: string;
  readonly talks: readonly Talk[];
}

const root = new URL("../../", import.meta.url);

const prompt = [
  "You are Elizabeth, who answers the telephone of the Harper Valley National Bank. You help callers with their cards,",
  "accounts, appointments and money orders. You are friendly and brief: one or two sentences at a time, no lists, nothing",
  "that cannot be said aloud. You ask for what you need one thing at a time, repeat numbers and dates back, and do not",
  "promise what you cannot do. If you are asked what you cannot know, you say so and offer to have somebody call back.",
].join(" ");

/** Recorded calls, as they were transcribed. */
export function calls(): Subject {
  const lines = readFileSync(new URL("bench/data/harper-valley.jsonl", root), "utf8").trim().split("\n");
  return { name: "telephone calls", talks: lines.map((line) => toTalk(readTurns(line))) };
}

/** The same kind of talk with what tools answer: JSON, here of this project's own description. */
export function toolResults(): Subject {
  const json = JSON.stringify(JSON.parse(readFileSync(new URL("docs/openapi.json", root), "utf8")));
  const talks = Array.from({ length: 8 }, (_, talk) => {
    const results = Array.from({ length: 6 }, (_none, turn) => json.slice((talk * 6 + turn) * 1500).slice(0, 1500));
    return toTalk(
      results.flatMap((text) => [
        { role: "user" as const, text: "look that up for me please" },
        { role: "assistant" as const, text },
      ]),
    );
  });
  return { name: "results of tools (JSON)", talks };
}

/** Prose in other languages, written for this. */
export function languages(): Subject {
  const talks = Object.values(said).map((lines) =>
    toTalk(
      [0, 1, 2].flatMap(() =>
        lines.map((text, index) => ({ role: index % 2 === 0 ? ("user" as const) : ("assistant" as const), text })),
      ),
    ),
  );
  return { name: "six other languages", talks };
}

interface Line {
  readonly role: "user" | "assistant";
  readonly text: string;
}

function readTurns(line: string): readonly Line[] {
  // The file is this repository's own, and described beside it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { turns } = JSON.parse(line) as { turns: readonly { speaker: string; text: string }[] };
  return turns.map(({ speaker, text }) => ({ role: speaker === "agent" ? "assistant" : "user", text }));
}

/** A request for each of the user's lines. */
function toTalk(lines: readonly Line[]): Talk {
  const messages: ChatMessage[] = [{ role: "system", content: prompt }];
  const requests: (readonly ChatMessage[])[] = [];
  for (const { role, text } of lines) {
    messages.push({ role, content: text });
    if (role === "user") requests.push([...messages]);
  }
  return { requests };
}

const said: Readonly<Record<string, readonly string[]>> = {
  german: [
    "Guten Tag, ich möchte für nächsten Donnerstag einen Tisch für vier Personen bestellen, am liebsten am Fenster.",
    "Sehr gern. Um wie viel Uhr möchten Sie kommen, und auf welchen Namen darf ich den Tisch eintragen?",
  ],
  spanish: [
    "Buenos días, quisiera cambiar la fecha de mi cita porque el martes tengo que viajar por trabajo.",
    "Claro que sí. Tengo libre el miércoles por la tarde o el viernes a primera hora, ¿cuál prefiere usted?",
  ],
  french: [
    "Bonjour, j'ai perdu ma carte hier soir et je voudrais savoir combien de temps il faut pour en recevoir une autre.",
    "Je suis désolée de l'apprendre. Une nouvelle carte arrive chez vous en cinq jours ouvrables au plus tard.",
  ],
  russian: [
    "Здравствуйте, подскажите, пожалуйста, до которого часа вы сегодня работаете и есть ли рядом стоянка.",
    "Добрый день! Мы открыты до восьми вечера, а стоянка находится прямо за зданием, въезд со двора.",
  ],
  japanese: [
    "すみません、来週の金曜日に二名で予約したいのですが、窓側の席は空いていますか。",
    "ありがとうございます。夜七時でしたら窓側のお席をご用意できますが、いかがでしょうか。",
  ],
  chinese: [
    "你好，我想问一下我上个星期寄出的包裹现在到哪里了，什么时候可以送到家。",
    "您好，包裹今天早上已经到达本市的分拣中心，预计明天下午两点以前送到您家。",
  ],
};
