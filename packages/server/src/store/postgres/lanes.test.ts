import { describe, expect, test } from "vitest";
import { Lanes } from "./lanes.ts";

/** Work that ends when it is told to, and says when it began. */
function createWork(began: string[]) {
  return (name: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const work = (): Promise<string> => {
      began.push(name);
      return promise;
    };
    return { work, finish: () => resolve(name), fail: () => reject(new Error(name)) };
  };
}

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

describe("lanes", () => {
  test("S16 what is in one lane follows the order of the calls, whatever fails", async () => {
    const began: string[] = [];
    const create = createWork(began);
    const lanes = new Lanes();
    const works = ["a", "b", "c"].map(create);
    const runs = works.map(({ work }) => lanes.run({ in: ["x"] }, work));
    const outcomes = Promise.allSettled(runs);
    expect(began).toEqual(["a"]);
    works[0]!.fail();
    await turn();
    expect(began).toEqual(["a", "b"]);
    works[1]!.finish();
    await turn();
    works[2]!.finish();
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  });

  test("S16 lanes run side by side, and what is in two waits for both", async () => {
    const began: string[] = [];
    const create = createWork(began);
    const lanes = new Lanes();
    const [x, y, both, later] = ["x", "y", "both", "later"].map(create);
    void lanes.run({ in: ["x"] }, x!.work);
    void lanes.run({ in: ["y"] }, y!.work);
    void lanes.run({ in: ["x", "y"] }, both!.work);
    void lanes.run({ in: ["y"] }, later!.work);
    expect(began).toEqual(["x", "y"]);
    y!.finish();
    await turn();
    expect(began).toEqual(["x", "y"]);
    x!.finish();
    await turn();
    expect(began).toEqual(["x", "y", "both"]);
    both!.finish();
    await turn();
    expect(began).toEqual(["x", "y", "both", "later"]);
  });

  test("S16 what comes after a lane waits for what is in it now, and holds up nothing that follows", async () => {
    const began: string[] = [];
    const create = createWork(began);
    const lanes = new Lanes();
    const [write, read, all, next] = ["write", "read", "all", "next"].map(create);
    void lanes.run({ in: ["x"] }, write!.work);
    void lanes.run({ after: ["x"] }, read!.work);
    void lanes.run({ after: "all" }, all!.work);
    void lanes.run({ in: ["x"] }, next!.work);
    expect(began).toEqual(["write"]);
    write!.finish();
    await turn();
    expect(began.toSorted()).toEqual(["all", "next", "read", "write"]);
  });
});
