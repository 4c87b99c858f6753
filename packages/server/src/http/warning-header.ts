import type { Answer } from "./door.ts";

/** Says beside an answer what is worth knowing and no error; undefined is nothing. */
export function warn(context: Parameters<Answer>[0], texts: readonly (string | undefined)[]): void {
  const told = texts.filter((text) => text !== undefined).map(inAscii);
  if (told.length > 0) context.header("x-repartee-warning", told.join("; "));
}

/** A header carries nothing else. */
function inAscii(text: string): string {
  return text.replaceAll(/[“”]/g, '"').replaceAll(/[^\x20-\x7e]/g, "?");
}
