import type { Upstream } from "../../ports/model-client.ts";
import { UpstreamRecord, type RecordOptions } from "./upstream-record.ts";

/** Records of the upstreams that were asked last; personas may name any number of them. */
const mostRecords = 1000;
/** Conversations whose upstream is known. */
const mostKept = 10_000;

/** What is known of all upstreams, and which of them has a conversation in its cache. */
export class UpstreamBook {
  readonly #options: RecordOptions;
  readonly #records = new Map<string, UpstreamRecord>();
  readonly #kept = new Map<string, string>();

  constructor(options: RecordOptions) {
    this.#options = options;
  }

  recordOf(upstream: Upstream): UpstreamRecord {
    const key = keyOf(upstream);
    const record = this.#records.get(key) ?? new UpstreamRecord(this.#options);
    renew(this.#records, key, record);
    if (this.#records.size > mostRecords) this.#forgetOne();
    return record;
  }

  /** The conversation was answered there last. */
  keep(conversationId: string, upstream: Upstream): void {
    renew(this.#kept, conversationId, keyOf(upstream));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }

  isKept(conversationId: string, upstream: Upstream): boolean {
    return this.#kept.get(conversationId) === keyOf(upstream);
  }

  /** The one that was asked longest ago, of those that nobody waits for. */
  #forgetOne(): void {
    for (const [key, { outstanding }] of this.#records) {
      if (outstanding === 0) return void this.#records.delete(key);
    }
  }
}

/** One server, model and key: another key may be refused where this one is not. */
function keyOf({ kind, baseUrl = "", model, apiKey = "" }: Upstream): string {
  return JSON.stringify([kind, baseUrl, model, apiKey]);
}

/** The entry moves to the end, where the newest are. */
function renew<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
}
