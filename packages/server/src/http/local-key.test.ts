import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openMemoryStore } from "../store/memory-store.ts";
import { hashKey } from "./auth.ts";
import { openLocalKey } from "./local-key.ts";
import { createMeetingTokens, openMeetingSecret } from "./meeting-token.ts";
import { createManualClock } from "./testing/test-app.ts";

let dataDir = "";
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "repartee-key-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

function parts(store = openMemoryStore(), apiKey?: string) {
  const random = (): string => "0123456789abcdef".repeat(2);
  const ids = { create: (prefix: string) => `${prefix}1` };
  return { keys: store.keys, dataDir, workspaceId: "default", clock: createManualClock(), ids, random, apiKey };
}

async function modeOf(file: string): Promise<number> {
  return (await stat(join(dataDir, file))).mode & 0o777;
}

describe("The local key", () => {
  test("K1 at the first start it is made, left for its owner only, and stored as a hash", async () => {
    const store = openMemoryStore();
    const { key, created } = await openLocalKey(parts(store));
    expect({ key, created }).toEqual({ key: "rp_0123456789abcdef0123456789abcdef", created: true });
    expect((await readFile(join(dataDir, "local-key"), "utf8")).trim()).toBe(key);
    expect(await modeOf("local-key")).toBe(0o600);
    const [row] = await store.keys.list("default");
    expect(row).toMatchObject({ name: "local", hash: hashKey(key) });
    expect(JSON.stringify(row)).not.toContain(key);
  });

  test("K2 the next start finds it, tightens its mode, and registers it once", async () => {
    const store = openMemoryStore();
    await writeFile(join(dataDir, "local-key"), `rp_${"a".repeat(32)}\n`, { mode: 0o644 });
    const first = await openLocalKey(parts(store));
    const second = await openLocalKey(parts(store));
    expect([first.created, second.created]).toEqual([false, false]);
    expect(second.key).toBe(`rp_${"a".repeat(32)}`);
    expect(await store.keys.list("default")).toHaveLength(1);
    expect(await modeOf("local-key")).toBe(0o600);
  });

  test("K2 a file that holds no key is named, and what to do with it", async () => {
    await writeFile(join(dataDir, "local-key"), "oops");
    await expect(openLocalKey(parts())).rejects.toThrow(/local-key does not hold a key; remove it/);
  });

  test("K3 a key from the environment counts for this run and is written nowhere", async () => {
    const store = openMemoryStore();
    const { key, keys } = await openLocalKey(parts(store, "given"));
    expect(key).toBe("given");
    expect(await keys.findByHash(hashKey("given"))).toMatchObject({ workspaceId: "default", name: "REPARTEE_API_KEY" });
    expect(await keys.list("default")).toHaveLength(1);
    expect(await keys.findByHash(hashKey("other"))).toBeUndefined();
    expect(await store.keys.list("default")).toEqual([]);
    await expect(stat(join(dataDir, "local-key"))).rejects.toThrow("ENOENT");
  });
});

describe("Meeting tokens", () => {
  const meeting = { workspaceId: "default", conversationId: "c1" };

  test("C4 a token is good until its time has come", async () => {
    const clock = createManualClock();
    const tokens = createMeetingTokens({ secret: new Uint8Array(32), clock });
    const token = await tokens.issue(meeting, 60);
    expect(await tokens.verify(token)).toEqual(meeting);
    clock.advance(60_000);
    expect(await tokens.verify(token)).toBeUndefined();
  });

  test("C4 a token with any character changed is none", async () => {
    const tokens = createMeetingTokens({ secret: new Uint8Array(32), clock: createManualClock() });
    const token = await tokens.issue(meeting, 60);
    for (let index = 0; index < token.length - 1; index += 1) {
      const changed = token.slice(0, index) + (token[index] === "A" ? "B" : "A") + token.slice(index + 1);
      expect(await tokens.verify(changed)).toBeUndefined();
    }
    expect(await tokens.verify("")).toBeUndefined();
  });

  test("C4 a token of another server, or one that is not signed, is none", async () => {
    const clock = createManualClock();
    const tokens = createMeetingTokens({ secret: new Uint8Array(32), clock });
    const other = createMeetingTokens({ secret: new Uint8Array(32).fill(1), clock });
    expect(await tokens.verify(await other.issue(meeting, 60))).toBeUndefined();
    const [, payload] = (await tokens.issue(meeting, 60)).split(".");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    expect(await tokens.verify(`${none}.${payload}.`)).toBeUndefined();
  });

  test("K4 the signing key is kept for its owner only, and found again", async () => {
    const first = await openMeetingSecret({ dataDir });
    expect(first).toHaveLength(32);
    expect(Buffer.from(await openMeetingSecret({ dataDir }))).toEqual(Buffer.from(first));
    expect(await modeOf("meeting.key")).toBe(0o600);
  });

  test("K4 servers with the same secret understand each other's tokens, and nothing is written", async () => {
    const [one, same, other] = await Promise.all(
      ["a", "a", "b"].map((secret) => openMeetingSecret({ dataDir, secret })),
    );
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
    await expect(stat(join(dataDir, "meeting.key"))).rejects.toThrow("ENOENT");
  });
});
