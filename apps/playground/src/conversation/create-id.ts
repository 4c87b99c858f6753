/** An id that no other tab or reload uses. Works where `crypto.randomUUID` does not: on plain http across a network. */
export function createId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `u${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
