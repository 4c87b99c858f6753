import { openMemoryStore } from "./memory-store.ts";
import { describeStore } from "./testing/store-contract.ts";

describeStore("memory", {
  durable: false,
  async open() {
    const store = openMemoryStore();
    return {
      store,
      reopen: async () => Promise.reject(new Error("a store in memory cannot be opened again")),
      [Symbol.asyncDispose]: async () => store[Symbol.asyncDispose](),
    };
  },
});
