import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import type { BrotliDecompress, Gunzip, Inflate, ZstdDecompress } from "node:zlib";

/** Undoes a content encoding that came unasked; each piece is answered as soon as its bytes are there. */
export type Inflater = Gunzip | Inflate | BrotliDecompress | ZstdDecompress;

const inflaters: Readonly<Record<string, () => Inflater>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** `identity` where there is nothing to undo; undefined for an encoding that is not known. */
export function inflaterFor(encoding: string | readonly string[] | undefined): Inflater | "identity" | undefined {
  const name = String(encoding ?? "")
    .trim()
    .toLowerCase();
  if (name === "" || name === "identity") return "identity";
  return Object.hasOwn(inflaters, name) ? inflaters[name]?.() : undefined;
}
