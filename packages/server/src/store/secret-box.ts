/** Encryption at rest for the keys of providers: AES-256-GCM, with a version and the key's fingerprint in front. */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";
import type { SecretBox } from "../ports/secret-box.ts";
import { openSecretKey, secretKeyBytes } from "./secret-key.ts";

export interface SecretBoxOptions {
  readonly dataDir: string;
  /** `REPARTEE_SECRET`; without it `secret.key` in the data folder, made when there is none. */
  readonly secret?: string;
}

export class SecretBoxError extends Error {
  override readonly name = "SecretBoxError";
  readonly code: "other-secret" | "damaged";

  constructor(code: "other-secret" | "damaged", message: string) {
    super(message);
    this.code = code;
  }
}

export async function openSecretBox({ dataDir, secret }: SecretBoxOptions): Promise<SecretBox> {
  if (secret === "") throw new Error("REPARTEE_SECRET is empty; set it to a long random text or unset it");
  const key = secret === undefined ? await openSecretKey(dataDir) : await deriveKey(secret);
  return createSecretBox(key);
}

const version = "enc:v1:";
const nonceBytes = 12;
const tagBytes = 16;

function createSecretBox(key: Buffer): SecretBox {
  const prefix = `${version}${fingerprintOf(key)}:`;
  const header = Buffer.from(prefix);
  return {
    seal(plain) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(header);
      const parts = [nonce, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()];
      return prefix + Buffer.concat(parts).toString("base64url");
    },
    open(sealed) {
      const bytes = bodyOf(sealed, prefix);
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes), {
          authTagLength: tagBytes,
        });
        decipher.setAAD(header).setAuthTag(bytes.subarray(-tagBytes));
        const plain = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
        return plain.toString("utf8");
      } catch {
        throw damaged(); // what OpenSSL says here helps nobody
      }
    },
  };
}

/** The sealed bytes, if they are this key's and spelled in the one way that `seal` spells them. */
function bodyOf(sealed: string, prefix: string): Buffer {
  const parts = /^enc:v1:[0-9a-f]{16}:([\w-]+)$/.exec(sealed);
  const text = parts?.[1];
  if (text === undefined) throw damaged();
  if (!sealed.startsWith(prefix)) {
    throw new SecretBoxError(
      "other-secret",
      "this key was encrypted with another secret; set REPARTEE_SECRET to the one used before, or write the key again",
    );
  }
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length < nonceBytes + tagBytes || bytes.toString("base64url") !== text) throw damaged();
  return bytes;
}

function damaged(): SecretBoxError {
  return new SecretBoxError("damaged", "this encrypted key is damaged; write the key again");
}

/** Tells keys apart without telling anything of them. */
function fingerprintOf(key: Buffer): string {
  return createHmac("sha256", key).update("repartee secret fingerprint").digest("hex").slice(0, 16);
}

/** Slow on purpose: the secret may be a word that somebody chose. The salt is fixed so that every node derives the same. */
async function deriveKey(secret: string): Promise<Buffer> {
  const derive = promisify<string, string, number, { N: number; maxmem: number }, Buffer>(scrypt);
  return derive(secret, "repartee secret box 1", secretKeyBytes, { N: 2 ** 15, maxmem: 64 * 1024 * 1024 });
}
