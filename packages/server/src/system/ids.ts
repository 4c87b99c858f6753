import { randomFillSync } from "node:crypto";
import type { Ids } from "../ports/ids.ts";

const bytesPerId = 8;

/** Ids from the system's secure source, drawn in larger portions: one call each would cost more than all else. */
export function createSystemIds(): Ids {
  const pool = Buffer.alloc(bytesPerId * 512);
  let offset = pool.length;
  return {
    create(prefix) {
      if (offset === pool.length) {
        randomFillSync(pool);
        offset = 0;
      }
      offset += bytesPerId;
      return prefix + pool.toString("hex", offset - bytesPerId, offset);
    },
  };
}
