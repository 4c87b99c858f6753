import { openPostgresStore } from "./postgres-store.ts";
import { describeKills } from "./testing/kill-contract.ts";
import { createLogList } from "./testing/log-list.ts";
import { describePostgres } from "./testing/postgres-server.ts";

describePostgres("the PostgreSQL store and kill -9", ({ url }) => {
  describeKills("PostgreSQL", { place: () => url, open: () => openPostgresStore({ url, log: createLogList() }) });
});
