import type { SecretBox } from "../ports/secret-box.ts";
import type { Json, JsonObject } from "../ports/store.ts";
import { isJsonObject, mapMembers } from "./json-value.ts";

/** What stands in an answer where a secret is stored. Sent back, it means "as it is". */
export const SECRET_MASK = "********";

/**
 * The secrets of a persona: in every layer `api_key`, and those members of `headers` and `default_query` whose names
 * say so. They are sealed in the store, open only on their way to the upstream, and masked everywhere else.
 */
export function maskSecrets(body: JsonObject): JsonObject {
  return mapSecrets(body, () => SECRET_MASK);
}

/** For the call to the upstream; throws what the box throws when a secret was sealed with another key. */
export function openSecrets(body: JsonObject, box: Pick<SecretBox, "open">): JsonObject {
  return mapSecrets(body, (sealed) => box.open(sealed));
}

export type SealResult =
  | { readonly ok: true; readonly body: JsonObject }
  /** A mask was sent where nothing is stored. */
  | { readonly ok: false; readonly path: readonly string[] };

/** Seals what a client sent; a mask keeps what `stored` has in the same place. */
export function sealSecrets(body: JsonObject, stored: JsonObject, box: Pick<SecretBox, "seal">): SealResult {
  const kept = new Map<string, string>();
  mapSecrets(stored, (sealed, path) => {
    kept.set(JSON.stringify(path), sealed);
    return sealed;
  });
  let unknown: readonly string[] | undefined;
  const sealed = mapSecrets(body, (secret, path) => {
    if (secret !== SECRET_MASK) return box.seal(secret);
    const old = kept.get(JSON.stringify(path));
    if (old === undefined) unknown ??= path;
    return old ?? SECRET_MASK;
  });
  return unknown === undefined ? { ok: true, body: sealed } : { ok: false, path: unknown };
}

const SECRET_NAME = /auth|key|token|secret|cookie|password|credential|signature/i;

type Change = (secret: string, path: readonly string[]) => string;

function mapSecrets(body: JsonObject, change: Change): JsonObject {
  const { layers } = body;
  if (!isJsonObject(layers)) return body;
  return { ...body, layers: mapMembers(layers, (layer, name) => mapLayer(layer, ["layers", name], change)) };
}

function mapLayer(layer: Json, path: readonly string[], change: Change): Json {
  if (!isJsonObject(layer)) return layer;
  return mapMembers(layer, (value, name) => {
    if (name === "api_key") return mapSecret(value, [...path, name], change);
    if ((name !== "headers" && name !== "default_query") || !isJsonObject(value)) return value;
    return mapMembers(value, (inner, key) =>
      SECRET_NAME.test(key) ? mapSecret(inner, [...path, name, key], change) : inner,
    );
  });
}

/** An empty string is no secret, and must not look like one that is there. */
function mapSecret(value: Json, path: readonly string[], change: Change): Json {
  return typeof value === "string" && value !== "" ? change(value, path) : value;
}
