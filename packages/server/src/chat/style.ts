/** How words are set apart on a terminal; without colour they are plain. */
export interface Style {
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly accent: (text: string) => string;
  readonly alarm: (text: string) => string;
  readonly caution: (text: string) => string;
}

export function createStyle(colour: boolean): Style {
  const paint =
    (on: number, off: number) =>
    (text: string): string =>
      colour && text !== "" ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return { dim: paint(2, 22), bold: paint(1, 22), accent: paint(36, 39), alarm: paint(31, 39), caution: paint(33, 39) };
}
