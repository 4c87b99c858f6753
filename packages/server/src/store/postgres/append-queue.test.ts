import { describe, expect, test } from "vitest";
import { AppendQueue } from "./append-queue.ts";

/** A database that answers when it is told to. */
function createHeldStore() {
  const groups: { readonly appends: readonly string[]; readonly answer: (problems?: readonly unknown[]) => void }[] =
    [];
  const store = (appends: readonly string[]): Promise<readonly unknown[]> => {
    const { promise, resolve } = Promise.withResolvers<readonly unknown[]>();
    groups.push({ appends, answer: (problems) => resolve(problems ?? appends.map(() => undefined)) });
    return promise;
  };
  return { groups, store, sent: () => groups.map(({ appends }) => appends.join("")) };
}

describe("the queue of appends", () => {
  test("one alone goes at once; what comes while all groups are under way goes together", async () => {
    const { groups, store, sent } = createHeldStore();
    const queue = new AppendQueue({ store, width: 2, groupLimit: 3 });
    const answered: string[] = [];
    const adds = Array.from("abcdefg").map(async (name) => {
      await queue.add(name);
      answered.push(name);
    });
    expect(sent()).toEqual(["a", "b"]);
    groups[1]!.answer();
    await adds[1];
    expect(sent()).toEqual(["a", "b", "cde"]);
    expect(answered).toEqual(["b"]);
    groups[0]!.answer();
    await adds[0];
    expect(sent()).toEqual(["a", "b", "cde", "fg"]);
    groups[2]!.answer();
    groups[3]!.answer();
    await Promise.all(adds);
  });

  test("each append has its own answer", async () => {
    const { groups, store } = createHeldStore();
    const queue = new AppendQueue({ store, width: 1, groupLimit: 10 });
    const first = queue.add("a");
    const rest = Promise.allSettled(["b", "c", "d"].map((name) => queue.add(name)));
    groups[0]!.answer();
    await first;
    groups[1]!.answer([undefined, new Error("c"), undefined]);
    expect((await rest).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const again = queue.add("e");
    groups[2]!.answer();
    await again;
  });
});
