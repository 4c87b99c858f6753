import type { Json, JsonObject } from "../ports/store.ts";
import { isJsonObject } from "./json-value.ts";

/**
 * The two names of everything: personas became PALs, replicas faces. Both are understood everywhere; rows hold the
 * persona's words, and an answer speaks those of the path that was called.
 */
export interface Vocabulary {
  readonly idField: "persona_id" | "pal_id";
  readonly nameField: "persona_name" | "pal_name";
  /** A persona in the words of this vocabulary. */
  readonly toWire: (persona: JsonObject) => JsonObject;
  /** The same for a path inside it. */
  readonly toWirePath: (path: readonly PropertyKey[]) => readonly PropertyKey[];
}

interface Word {
  readonly parent: readonly string[];
  readonly persona: string;
  readonly pal: string;
}

const WORDS: readonly Word[] = [
  { parent: [], persona: "persona_id", pal: "pal_id" },
  { parent: [], persona: "persona_type", pal: "pal_type" },
  { parent: [], persona: "persona_name", pal: "pal_name" },
  { parent: [], persona: "default_replica_id", pal: "default_face_id" },
  { parent: ["layers", "conversational_flow"], persona: "replica_interruptibility", pal: "pal_interruptibility" },
];

export const personaWords: Vocabulary = {
  idField: "persona_id",
  nameField: "persona_name",
  toWire: (body) => body,
  toWirePath: (path) => path,
};

export const palWords: Vocabulary = {
  idField: "pal_id",
  nameField: "pal_name",
  toWire: (body) => WORDS.reduce((renamed, word) => renameAt(renamed, word.parent, [word.persona, word.pal]), body),
  toWirePath: (path) => {
    const found = WORDS.find((word) => isAt(path, [...word.parent, word.persona]));
    return found === undefined ? path : [...found.parent, found.pal, ...path.slice(found.parent.length + 1)];
  },
};

/** Any mixture of words becomes the persona's; where both are said, the persona's word stands. */
export function toPersonaWords(body: JsonObject): JsonObject {
  return WORDS.reduce((renamed, word) => renameAt(renamed, word.parent, [word.pal, word.persona]), body);
}

/** The same for a JSON pointer. */
export function pointerInPersonaWords(pointer: string): string {
  const tokens = pointer.split("/").slice(1);
  const found = WORDS.find((word) => isAt(tokens, [...word.parent, word.pal]));
  if (found === undefined) return pointer;
  return ["", ...found.parent, found.persona, ...tokens.slice(found.parent.length + 1)].join("/");
}

function isAt(path: readonly PropertyKey[], place: readonly string[]): boolean {
  return place.every((name, index) => path[index] === name);
}

function renameAt(body: JsonObject, parent: readonly string[], names: readonly [from: string, to: string]): JsonObject {
  const [head, ...rest] = parent;
  if (head === undefined) return rename(body, names);
  const child = body[head];
  return isJsonObject(child) ? { ...body, [head]: renameAt(child, rest, names) } : body;
}

/** In place, so that a reader finds the members in the order in which they were written. */
function rename(body: JsonObject, [from, to]: readonly [string, string]): JsonObject {
  if (!Object.hasOwn(body, from)) return body;
  const renamed: Record<string, Json> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name !== from) renamed[name] = value;
    else if (!Object.hasOwn(body, to)) renamed[to] = value;
  }
  return renamed;
}
