import { generateKeyPairSync, sign } from "node:crypto";

/** A key and a certificate that it signed itself, as PEM; whoever trusts `certificate` trusts the endpoint. */
export interface Identity {
  readonly key: string;
  readonly certificate: string;
}

/** Makes an identity that holds for a day: X.509 version 3 (RFC 5280), ECDSA on P-256. */
export function createIdentity(): Identity {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(1),
    ecdsaWithSha256,
    name,
    sequence(time(-60_000), time(86_400_000)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(authority, names)),
  );
  const signature = sign("sha256", body, privateKey);
  const certificate = sequence(body, ecdsaWithSha256, tagged(0x03, Buffer.from([0]), signature));
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }),
    certificate: `-----BEGIN CERTIFICATE-----\n${certificate.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  };
}

// DER: a tag, a length and the contents.

function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const all = Buffer.concat(contents);
  const length = all.length < 0x80 ? [all.length] : [0x82, all.length >> 8, all.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), all]);
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return tagged(0x30, ...contents);
}

/** A small one: 0 to 127. */
function integer(value: number): Buffer {
  return tagged(0x02, Buffer.from([value]));
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, "hex"));
}

function time(fromNowMs: number): Buffer {
  const digits = new Date(Date.now() + fromNowMs).toISOString().replaceAll(/[-:T]|\.\d+/g, "");
  return tagged(0x18, Buffer.from(digits));
}

/** 1.2.840.10045.4.3.2 */
const ecdsaWithSha256 = sequence(oid("2a8648ce3d040302"));
/** CN=localhost */
const name = sequence(tagged(0x31, sequence(oid("550403"), tagged(0x0c, Buffer.from("localhost")))));
/** Basic constraints: it may vouch, for itself, since it is its own authority. */
const authority = sequence(
  oid("551d13"),
  tagged(0x01, Buffer.from([0xff])),
  octets(sequence(tagged(0x01, Buffer.from([0xff])))),
);
/** The names it is good for: localhost, model.local and 127.0.0.1. */
const names = sequence(
  oid("551d11"),
  octets(
    sequence(
      tagged(0x82, Buffer.from("localhost")),
      tagged(0x82, Buffer.from("model.local")),
      tagged(0x87, Buffer.from([127, 0, 0, 1])),
    ),
  ),
);

function octets(contents: Buffer): Buffer {
  return tagged(0x04, contents);
}
