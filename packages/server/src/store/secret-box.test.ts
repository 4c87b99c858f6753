import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { StoreError } from "../ports/store.ts";
import { openSecretBox, SecretBoxError } from "./secret-box.ts";
import { createTemporaryDir } from "./testing/temporary-dir.ts";

const nowhere = "/nonexistent/never-touched";
const failed = (code: string): object => expect.objectContaining({ name: "SecretBoxError", code });

function failureOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("the secret box", () => {
  test("X1 what is sealed opens to the same text, whatever it is", async () => {
    const box = await openSecretBox({ dataDir: nowhere, secret: "one" });
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (plain) => {
        expect(box.open(box.seal(plain))).toBe(plain);
      }),
    );
  });

  test("X1 it hides the text, says its version, and differs each time", async () => {
    const box = await openSecretBox({ dataDir: nowhere, secret: "one" });
    const sealed = box.seal("sk-secret");
    expect(sealed).toMatch(/^enc:v1:[0-9a-f]{16}:[\w-]{50}$/);
    expect(box.seal("sk-secret")).not.toBe(sealed);
    expect(Buffer.from(sealed.split(":")[3]!, "base64url").includes("sk-secret")).toBe(false);
  });

  test("X2 the same REPARTEE_SECRET opens it in another process and leaves no file", async () => {
    using dir = createTemporaryDir();
    const sealed = (await openSecretBox({ dataDir: dir.path, secret: "a word" })).seal("sk-1");
    expect((await openSecretBox({ dataDir: nowhere, secret: "a word" })).open(sealed)).toBe("sk-1");
    expect(readdirSync(dir.path)).toEqual([]);
  });

  test("X3 another secret is named as the reason, with what to do", async () => {
    const sealed = (await openSecretBox({ dataDir: nowhere, secret: "one" })).seal("sk-1");
    const other = await openSecretBox({ dataDir: nowhere, secret: "another" });
    const error = failureOf(() => other.open(sealed));
    expect(error).toEqual(failed("other-secret"));
    expect(String(error)).toBe(
      "SecretBoxError: this key was encrypted with another secret; " +
        "set REPARTEE_SECRET to the one used before, or write the key again",
    );
  });

  test("X4 a change of any character, a cut at any, or one more, does not open", async () => {
    const box = await openSecretBox({ dataDir: nowhere, secret: "one" });
    // Three lengths: base64 has spare bits in the last character of two of them.
    for (const plain of ["sk-12", "sk-123", "sk-1234"]) {
      const sealed = box.seal(plain);
      for (let at = 0; at < sealed.length; at += 1) {
        for (const character of ["A", "B", "z", "0", "-", " ", "\n", "ü"].filter((other) => other !== sealed[at])) {
          const forged = sealed.slice(0, at) + character + sealed.slice(at + 1);
          expect(
            failureOf(() => box.open(forged)),
            forged,
          ).toBeInstanceOf(SecretBoxError);
        }
        expect(failureOf(() => box.open(sealed.slice(0, at)))).toEqual(failed("damaged"));
      }
      for (const forged of [
        `${sealed}A`,
        `${sealed}=`,
        `${sealed}\n`,
        ` ${sealed}`,
        sealed.toUpperCase(),
        sealed + sealed,
      ]) {
        expect(
          failureOf(() => box.open(forged)),
          forged,
        ).toBeInstanceOf(SecretBoxError);
      }
    }
  });

  test("X4 a change of any bit of the sealed bytes does not open", async () => {
    const box = await openSecretBox({ dataDir: nowhere, secret: "one" });
    const sealed = box.seal("sk-1234");
    const [prefix, body] = [sealed.slice(0, sealed.lastIndexOf(":") + 1), sealed.slice(sealed.lastIndexOf(":") + 1)];
    const bytes = Buffer.from(body, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3]! ^= 1 << (bit & 7);
      expect(failureOf(() => box.open(prefix + forged.toString("base64url")))).toEqual(failed("damaged"));
    }
  });

  test("X4 what was never sealed does not open", async () => {
    const box = await openSecretBox({ dataDir: nowhere, secret: "one" });
    for (const text of ["", "sk-plain", "enc:v1:", "enc:v2:0123456789abcdef:AAAA"]) {
      expect(failureOf(() => box.open(text))).toEqual(failed("damaged"));
    }
  });

  test("X5 an empty secret is refused", async () => {
    await expect(openSecretBox({ dataDir: nowhere, secret: "" })).rejects.toThrow("REPARTEE_SECRET is empty");
  });
});

describe("secret.key", () => {
  test("X6 it is made once, of 32 bytes, for its user alone", async () => {
    using dir = createTemporaryDir();
    const dataDir = join(dir.path, "new");
    const sealed = (await openSecretBox({ dataDir })).seal("sk-1");
    const file = join(dataDir, "secret.key");
    const key = readFileSync(file);
    expect([key.length, (statSync(file).mode & 0o777).toString(8), readdirSync(dataDir)]).toEqual([
      32,
      "600",
      ["secret.key"],
    ]);
    expect((await openSecretBox({ dataDir })).open(sealed)).toBe("sk-1");
    expect(readFileSync(file)).toEqual(key);
  });

  test("X6 two that start at once agree on the key", async () => {
    using dir = createTemporaryDir();
    const boxes = await Promise.all(Array.from({ length: 8 }, () => openSecretBox({ dataDir: dir.path })));
    const sealed = boxes.map((box, index) => box.seal(`sk-${index}`));
    expect(sealed.map((text) => boxes[0]!.open(text))).toEqual(sealed.map((_, index) => `sk-${index}`));
    expect(readdirSync(dir.path)).toEqual(["secret.key"]);
  });

  test("X7 a key of another length is refused and kept", async () => {
    using dir = createTemporaryDir();
    const file = join(dir.path, "secret.key");
    writeFileSync(file, "short");
    await expect(openSecretBox({ dataDir: dir.path })).rejects.toThrow(`${file} has 5 bytes and not 32; restore it`);
    expect(readFileSync(file, "utf8")).toBe("short");
  });

  test("X7 a key that cannot be read says so", async () => {
    using dir = createTemporaryDir();
    mkdirSync(join(dir.path, "secret.key"));
    const opening = openSecretBox({ dataDir: dir.path });
    await expect(opening).rejects.toBeInstanceOf(StoreError);
    await expect(opening).rejects.toThrow("secret.key cannot hold the data (EISDIR");
  });
});
