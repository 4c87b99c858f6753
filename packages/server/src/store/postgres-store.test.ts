import { afterAll } from "vitest";
import type { Store } from "../ports/store.ts";
import { openPostgresStore } from "./postgres-store.ts";
import { createLogList } from "./testing/log-list.ts";
import { describePostgres } from "./testing/postgres-server.ts";
import { describeStore } from "./testing/store-contract.ts";

describePostgres("PostgreSQL keeps the store's contract", (database) => {
  let current: Store | undefined;

  async function openCurrent(): Promise<Store> {
    current ??= await openPostgresStore({ url: database.url, log: createLogList() });
    return current;
  }

  async function closeCurrent(): Promise<void> {
    await current?.[Symbol.asyncDispose]();
    current = undefined;
  }

  async function emptyCurrent(): Promise<void> {
    const usable = await current?.check().then(
      () => true,
      () => false,
    );
    if (usable !== true) await closeCurrent();
    await database.query("TRUNCATE persona, conversation, conversation_event, api_key");
  }

  afterAll(closeCurrent);

  describeStore("postgres", {
    durable: true,
    open: async () => ({
      store: await openCurrent(),
      async reopen() {
        await closeCurrent();
        return openCurrent();
      },
      [Symbol.asyncDispose]: emptyCurrent,
    }),
  });
});
