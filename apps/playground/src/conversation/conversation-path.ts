/** The conversation that an address of the page names (`/c/{conversation_id}`). */
export function readConversationId(path: string): string | undefined {
  return /^\/c\/([A-Za-z0-9_-]{1,100})$/.exec(path)?.[1];
}

export function toConversationPath(conversationId: string): string {
  return `/c/${encodeURIComponent(conversationId)}`;
}
