import type { Refusal } from "./failure.ts";

const enoughBytes = 16_384;

/** Collects the body of an answer that is a refusal, as far as anyone will read it. */
export class RefusalBody {
  readonly #status: number;
  readonly #location: string | undefined;
  readonly #retryAfterMs: number | undefined;
  readonly #parts: Uint8Array[] = [];
  #size = 0;

  constructor({ status, location, retryAfterMs }: Omit<Refusal, "body">) {
    this.#status = status;
    this.#location = location;
    this.#retryAfterMs = retryAfterMs;
  }

  /** True once there is enough. */
  push(bytes: Uint8Array): boolean {
    this.#parts.push(bytes);
    this.#size += bytes.length;
    return this.#size >= enoughBytes;
  }

  read(): Refusal {
    const body = Buffer.concat(this.#parts).toString("utf8").slice(0, enoughBytes);
    return { status: this.#status, body, location: this.#location, retryAfterMs: this.#retryAfterMs };
  }
}
