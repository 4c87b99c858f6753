/**
 * Holds what has come until it is read, up to a bound.
 *
 * One end: `end()` lets the reader have the rest and then finish or fail; `discard()` drops the rest first.
 */
export class FrameBuffer<Frame> {
  readonly #limit: number;
  readonly #drained: () => void;
  #frames: Frame[] = [];
  readonly #readers: PromiseWithResolvers<IteratorResult<Frame, undefined>>[] = [];
  #end: { readonly failure: Error | undefined } | undefined;

  /** `drained` is told whenever the reader has taken the last frame. */
  constructor(limit: number, drained: () => void) {
    this.#limit = limit;
    this.#drained = drained;
  }

  /** Whether there was room; a frame without room, or after the end, is not kept. */
  push(frame: Frame): boolean {
    if (this.#end !== undefined) return false;
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader.resolve({ done: false, value: frame });
      return true;
    }
    if (this.#frames.length >= this.#limit) return false;
    this.#frames.push(frame);
    return true;
  }

  end(failure?: Error): void {
    if (this.#end !== undefined) return;
    this.#end = { failure };
    for (const reader of this.#readers.splice(0)) this.#settle(reader);
  }

  discard(failure?: Error): void {
    this.#frames = [];
    this.end(failure);
  }

  next(): Promise<IteratorResult<Frame, undefined>> {
    const reader = Promise.withResolvers<IteratorResult<Frame, undefined>>();
    const frame = this.#frames.shift();
    if (frame !== undefined) {
      reader.resolve({ done: false, value: frame });
      if (this.#frames.length === 0) this.#drained();
    } else if (this.#end !== undefined) this.#settle(reader);
    else this.#readers.push(reader);
    return reader.promise;
  }

  /** A failure is told once; whoever asks again is told that there is nothing more. */
  #settle(reader: PromiseWithResolvers<IteratorResult<Frame, undefined>>): void {
    const failure = this.#end?.failure;
    this.#end = { failure: undefined };
    if (failure === undefined) reader.resolve({ done: true, value: undefined });
    else reader.reject(failure);
  }
}
