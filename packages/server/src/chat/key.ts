/** What someone does at a keyboard, as far as a line of text is concerned. */
export type Key =
  | { readonly type: "text"; readonly text: string }
  /** Pasted: may hold line breaks, which end nothing. */
  | { readonly type: "paste"; readonly text: string }
  | { readonly type: KeyName };

export type KeyName = EditKeyName | "enter" | "escape" | "leave" | "leave-or-delete";

/** Keys that change the line or the place in it. */
export type EditKeyName =
  | "backspace"
  | "delete"
  | "delete-word"
  | "delete-next-word"
  | "delete-to-start"
  | "delete-to-end"
  | "left"
  | "right"
  | "word-left"
  | "word-right"
  | "home"
  | "end";

/** Single control characters. */
export const controlKeys: ReadonlyMap<string, KeyName> = new Map([
  ["\r", "enter"],
  ["\n", "enter"],
  ["\u0001", "home"],
  ["\u0002", "left"],
  ["\u0003", "leave"],
  ["\u0004", "leave-or-delete"],
  ["\u0005", "end"],
  ["\u0006", "right"],
  ["\b", "backspace"],
  ["\u000b", "delete-to-end"],
  ["\u0015", "delete-to-start"],
  ["\u0017", "delete-word"],
  ["\u007f", "backspace"],
]);

/** What follows ESC, whole: the sequences of xterm and its many children, and Alt with a letter. */
export const sequenceKeys: ReadonlyMap<string, KeyName> = new Map([
  ["[D", "left"],
  ["OD", "left"],
  ["[C", "right"],
  ["OC", "right"],
  ["[H", "home"],
  ["OH", "home"],
  ["[1~", "home"],
  ["[7~", "home"],
  ["[F", "end"],
  ["OF", "end"],
  ["[4~", "end"],
  ["[8~", "end"],
  ["[3~", "delete"],
  ["[3;5~", "delete-next-word"],
  ["[3;3~", "delete-next-word"],
  ["[1;5D", "word-left"],
  ["[1;3D", "word-left"],
  ["[1;5C", "word-right"],
  ["[1;3C", "word-right"],
  ["b", "word-left"],
  ["f", "word-right"],
  ["d", "delete-next-word"],
  ["\u007f", "delete-word"],
  ["\b", "delete-word"],
]);
