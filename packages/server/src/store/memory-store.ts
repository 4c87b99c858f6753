/** A store that lasts as long as its process: for tests, and for trying things out. */
import type { Store } from "../ports/store.ts";
import { createMemoryConversations } from "./memory/memory-conversations.ts";
import { createMemoryKeys } from "./memory/memory-keys.ts";
import { createMemoryPersonas } from "./memory/memory-personas.ts";
import { storeClosed } from "./refusal.ts";

export function openMemoryStore(): Store {
  let closed = false;
  const assertOpen = (): void => {
    if (closed) throw storeClosed();
  };
  return {
    personas: createMemoryPersonas(assertOpen),
    conversations: createMemoryConversations(assertOpen),
    keys: createMemoryKeys(assertOpen),
    check: async () => assertOpen(),
    [Symbol.asyncDispose]: async () => {
      closed = true;
    },
  };
}
