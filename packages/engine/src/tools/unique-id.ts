/** The wire has room for 256: nobody could answer a call with a longer one. */
const longestId = 200;

/** K11 This id or, where it is taken, empty or too long for the wire, the next one that is free; `suffix` ends it. */
export function uniqueId(id: string, taken: ReadonlySet<string>, suffix = ""): string {
  const base = (id === "" ? "call" : id.slice(0, longestId)) + suffix;
  if (id !== "" && !taken.has(base)) return base;
  let count = 2;
  while (taken.has(`${base}_${count}`)) count += 1;
  return `${base}_${count}`;
}
