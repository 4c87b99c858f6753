import { ModelError, type ModelPart } from "../../ports/model-client.ts";
import { Attempt } from "./attempt.ts";
import { candidatesFor, type Candidate } from "./candidates.ts";
import { HeldAnswer } from "./held-answer.ts";
import type { Routing, RoutedRequest } from "./routing.ts";
import { upstreamInWords } from "./upstream-words.ts";
import { verdict } from "./verdict.ts";

type Result = IteratorResult<ModelPart, undefined>;

const done: Result = { done: true, value: undefined };

/**
 * One reply, from the first upstream that begins it; where the whole is asked for, from the first that ends it. Until then
 * each failure that another may not have leads to the next candidate; from the first part that is heard on nothing is
 * tried again. At no time do two upstreams answer.
 */
export class RoutedReply implements AsyncIterator<ModelPart, undefined> {
  readonly #routing: Routing;
  readonly #asked: RoutedRequest;
  readonly #candidates: Candidate[];
  readonly #alone: boolean;
  readonly #failures: ModelError[] = [];
  readonly #ready: ModelPart[] = [];
  #attempt: Attempt | undefined;
  /** Of the attempt that runs, where nothing is heard before the end. */
  #held: HeldAnswer | undefined;
  #repeated = false;
  #phase: "trying" | "answering" | "over" = "trying";

  constructor(routing: Routing, asked: RoutedRequest) {
    const { upstream, conversationId } = asked.request;
    this.#routing = routing;
    this.#asked = asked;
    this.#candidates = [...candidatesFor(upstream, routing.book, conversationId)];
    this.#alone = upstream.others === undefined && upstream.fallbacks === undefined;
  }

  async next(): Promise<Result> {
    const ready = this.#ready.shift();
    if (ready !== undefined) return { done: false, value: ready };
    while (this.#phase !== "over") {
      const attempt = (this.#attempt ??= this.#begin());
      try {
        const part = await attempt.next();
        if (part === undefined) this.#phase = "over";
        else {
          const heard = this.#take(attempt, part);
          if (heard !== undefined) return { done: false, value: heard };
        }
      } catch (cause) {
        this.#lose(attempt, cause);
      }
    }
    return done;
  }

  async return(): Promise<Result> {
    this.#phase = "over";
    this.#ready.length = 0;
    await this.#attempt?.leave();
    return done;
  }

  #begin(): Attempt {
    const candidate = this.#nextCandidate();
    const place = { alone: this.#alone, last: this.#candidates.length === 0 };
    return new Attempt(this.#routing, { ...this.#asked, candidate, place });
  }

  /** One that was sent to rest since this reply began is passed over, unless all that are left were. */
  #nextCandidate(): Candidate {
    for (let next = this.#candidates.shift(); next !== undefined; next = this.#candidates.shift()) {
      if (next.record.open || !this.#candidates.some(({ record }) => record.open)) return next;
    }
    throw new Error("a reply went on without anybody to ask");
  }

  /** What is heard next; undefined while an answer is held back. */
  #take(attempt: Attempt, part: ModelPart): ModelPart | undefined {
    if (this.#phase !== "trying" || part.type === "notice") return part;
    const held = (this.#held ??= new HeldAnswer());
    const hasRoom = held.add(part);
    if (this.#asked.request.whole === true && part.type !== "finish" && hasRoom) return undefined;
    this.#held = undefined;
    return this.#answer(attempt, held);
  }

  #answer(attempt: Attempt, held: HeldAnswer): ModelPart {
    this.#phase = "answering";
    const { upstream } = attempt.candidate;
    this.#routing.book.keep(this.#asked.request.conversationId, upstream);
    const { name, model, baseUrl = "", price } = upstream;
    this.#ready.push(...attempt.notices, ...held.parts);
    const instead = this.#insteadOf(name);
    if (instead !== undefined) this.#ready.unshift(instead);
    return {
      type: "served",
      name,
      model,
      via: URL.parse(baseUrl)?.host ?? "",
      ...(price === undefined ? {} : { price }),
    };
  }

  /** The notice that another name answers than was asked for. */
  #insteadOf(name: string): ModelPart | undefined {
    const asked = this.#asked.request.upstream.name;
    if (name === asked) return undefined;
    const [first] = this.#failures;
    const why = first === undefined ? `${asked} is left alone for a while because it failed` : first.message;
    return { type: "notice", code: "fallback", message: `${why}; ${name} answers in place of ${asked}` };
  }

  /** An attempt failed: it is made again in another way, or another upstream is asked, or the reply fails. */
  #lose(attempt: Attempt, cause: unknown): void {
    this.#attempt = undefined;
    this.#held = undefined;
    const error = attempt.fail(cause);
    if (this.#phase !== "trying" || this.#asked.signal.aborted || !(error instanceof ModelError)) this.#end(error);
    this.#attempt = attempt.again(error) ?? this.#repeat(attempt, error);
    if (this.#attempt !== undefined) return;
    this.#failures.push(error);
    if (verdict[error.code] === "stop" || this.#candidates.length === 0) this.#end(this.#whole(error));
    const { upstream } = attempt.candidate;
    this.#routing.log.warn("a model server failed; another is asked", {
      upstream: upstreamInWords(upstream),
      code: error.code,
    });
  }

  /** M53 Where nobody else is there to ask, one that failed at once is asked once more. */
  #repeat(attempt: Attempt, error: ModelError): Attempt | undefined {
    const isOnlyOne = this.#candidates.length === 0 && this.#failures.length === 0;
    if (!isOnlyOne || this.#repeated || !attempt.failedAtOnce(error)) return undefined;
    this.#repeated = true;
    this.#routing.log.debug("a model server failed at once; it is asked once more", {
      upstream: upstreamInWords(attempt.candidate.upstream),
      code: error.code,
    });
    return attempt.repeated();
  }

  #end(cause: unknown): never {
    this.#phase = "over";
    throw cause;
  }

  /** Of several failures the first tells the code: it is that of the model that was asked for. */
  #whole(last: ModelError): ModelError {
    const [first] = this.#failures;
    if (first === undefined || this.#failures.length === 1 || verdict[last.code] === "stop") return last;
    const others = this.#failures.length - 1;
    const also = others === 1 ? last.message : `${others} others failed too, the last: ${last.message}`;
    const { code, upstream, status, retryable, retryAfterMs } = first;
    return new ModelError(code, `${first.message}; ${also}`, {
      upstream,
      status,
      retryable,
      retryAfterMs,
      cause: last,
    });
  }
}
