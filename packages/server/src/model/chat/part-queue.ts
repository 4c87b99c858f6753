import type { ModelError, ModelPart } from "../../ports/model-client.ts";

type Result = IteratorResult<ModelPart, undefined>;

interface Waiting {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: ModelError) => void;
}

const done: Result = { done: true, value: undefined };

/** Parts on their way from the socket to the loop that reads them; the writer watches `size`. */
export class PartQueue {
  #parts: ModelPart[] = [];
  #read = 0;
  #waiting: Waiting[] = [];
  #over = false;
  #error: ModelError | undefined;
  readonly #onLast: () => void;

  /** `onLast` is called when the reader has been given the end. */
  constructor(onLast: () => void) {
    this.#onLast = onLast;
  }

  get size(): number {
    return this.#parts.length - this.#read;
  }

  push(part: ModelPart): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#parts.push(part);
    else waiting.resolve({ done: false, value: part });
  }

  /** After the parts that are still there the loop ends, or throws `error` once. */
  end(error?: ModelError): void {
    this.#over = true;
    this.#error = error;
    for (const waiting of this.#waiting.splice(0)) this.#settle(waiting);
  }

  /** Forgets the parts that are still there. */
  clear(): void {
    this.#parts = [];
    this.#read = 0;
  }

  next(): Promise<Result> {
    const part = this.#parts[this.#read];
    if (part !== undefined) {
      this.#read += 1;
      if (this.#read === this.#parts.length) this.clear();
      return Promise.resolve({ done: false, value: part });
    }
    return new Promise((resolve, reject) => {
      if (this.#over) this.#settle({ resolve, reject });
      else this.#waiting.push({ resolve, reject });
    });
  }

  #settle(waiting: Waiting): void {
    const error = this.#error;
    this.#error = undefined;
    this.#onLast();
    if (error === undefined) waiting.resolve(done);
    else waiting.reject(error);
  }
}
