/** What a close frame can hold beside its code. */
const mostBytes = 123;

/** The reason as a close frame can carry it: cut at a whole character where it is too long. */
export function closeReason(text: string): string {
  if (Buffer.byteLength(text) <= mostBytes) return text;
  // One byte more than fits tells whether the cut falls inside a character; streaming drops the broken one.
  return new TextDecoder().decode(Buffer.from(text).subarray(0, mostBytes), { stream: true });
}
