import { ModelError, type Capabilities, type ModelPart, type ModelRequest } from "../../ports/model-client.ts";
import type { AttemptOutcome, AttemptWatch } from "../../ports/telemetry.ts";
import { lessonOf } from "../capabilities/lesson.ts";
import type { Candidate } from "./candidates.ts";
import { isLocal } from "./local-address.ts";
import type { RoutedRequest, Routing } from "./routing.ts";
import { timeLimits, type Place } from "./time-limits.ts";
import type { Trial } from "./upstream-record.ts";
import { upstreamInWords } from "./upstream-words.ts";

/** A wait so long for a model that may have to be loaded is explained. */
const explainedAfterMs = 1000;
const charsPerToken = 4;
/** M53 What fails so soon may be asked for again: nobody has waited. */
const atOnceMs = 1000;

export interface AttemptParts extends RoutedRequest {
  readonly candidate: Candidate;
  readonly place: Omit<Place, "cold">;
  /** What its refusals have said in this reply, not yet known to be true. */
  readonly lessons?: Capabilities;
}

/** One request to one upstream: its parts, and how it went for the record. */
export class Attempt {
  readonly candidate: Candidate;
  readonly #routing: Routing;
  readonly #parts: AttemptParts;
  readonly #request: ModelRequest;
  readonly #cold: boolean;
  readonly #watch: AttemptWatch | undefined;
  readonly #startedAt: number;
  #trial: Trial | undefined;
  #stream: AsyncIterator<ModelPart> | undefined;
  #explaining: Explaining | undefined;
  #heard = false;
  #chars = 0;
  #tokens = 0;

  constructor(routing: Routing, parts: AttemptParts) {
    const { candidate, request, place, lessons } = parts;
    const { upstream, record } = candidate;
    this.candidate = candidate;
    this.#routing = routing;
    this.#parts = parts;
    this.#cold = record.cold && isLocal(upstream);
    const capabilities = { ...routing.learned.of(upstream), ...lessons, ...upstream.capabilities };
    const timeouts = timeLimits(upstream, { ...place, cold: this.#cold });
    this.#request = { ...request, upstream: { ...upstream, timeouts, capabilities } };
    this.#startedAt = routing.clock.now();
    this.#trial = record.begin();
    this.#watch = routing.telemetry?.attempt(upstream);
  }

  /** The next part; undefined after the last. */
  async next(): Promise<ModelPart | undefined> {
    if (this.#stream === undefined) this.#open();
    const result = await (this.#explaining?.next() ?? this.#stream?.next());
    if (result === undefined || result.done === true) return this.#close();
    const part = result.value;
    if (part.type !== "notice" && !this.#heard) this.#begins();
    this.#count(part);
    return part;
  }

  /** What should be known of the answer that begins. */
  get notices(): readonly ModelPart[] {
    const { upstream, tools } = this.#request;
    if (upstream.capabilities?.tools !== false || tools.length === 0) return [];
    const left = tools.length === 1 ? `${tools[0]?.name} was` : `${tools.length} tools were`;
    const message = `${upstreamInWords(upstream)} takes no tools: ${left} left out`;
    return [{ type: "notice", code: "tool_unsupported", message }];
  }

  /** It failed; the answer is the failure. One of our own code says nothing of the upstream. */
  fail(cause: unknown): unknown {
    this.#explaining?.cancel();
    this.#watch?.ended(outcomeOf(cause));
    const isItsOwn = cause instanceof ModelError && cause.code !== "aborted" && !this.#parts.signal.aborted;
    if (isItsOwn && cause.code !== "bad-request" && cause.code !== "blocked-address") this.#settle()?.fail(cause);
    else if (this.#heard) this.#settle()?.succeed(0);
    else this.#settle()?.leave();
    return cause;
  }

  /** The same request as the upstream would take it, where its refusal said how. */
  again(error: ModelError): Attempt | undefined {
    const lesson = lessonOf(error, this.#request);
    const { upstream } = this.candidate;
    // What the operator has written down is not doubted.
    if (lesson === undefined || Object.keys(lesson).some((name) => Object.hasOwn(upstream.capabilities ?? {}, name))) {
      return undefined;
    }
    return new Attempt(this.#routing, { ...this.#parts, lessons: { ...this.#parts.lessons, ...lesson } });
  }

  /** M53 Whether it failed within a second, without an answer or with one of its own fault, and did not ask to be left alone. */
  failedAtOnce({ code, status, retryable, retryAfterMs }: ModelError): boolean {
    if (this.#heard || !retryable || retryAfterMs !== undefined) return false;
    if (this.#routing.clock.now() - this.#startedAt >= atOnceMs) return false;
    return code === "unreachable" || (code === "upstream-error" && status !== undefined && status >= 500);
  }

  /** The same request once more. */
  repeated(): Attempt {
    return new Attempt(this.#routing, this.#parts);
  }

  /** Nobody waits for it any more. */
  async leave(): Promise<void> {
    this.#explaining?.cancel();
    this.#watch?.ended("left");
    if (this.#heard) this.#settle()?.succeed(0);
    else this.#settle()?.leave();
    await this.#stream?.return?.();
  }

  #open(): void {
    const stream = this.#routing.client.stream(this.#request, this.#parts.signal)[Symbol.asyncIterator]();
    this.#stream = stream;
    if (this.#cold)
      this.#explaining = new Explaining(
        stream,
        (run) => this.#routing.clock.after(explainedAfterMs, run),
        this.#loading(),
      );
  }

  #loading(): ModelPart {
    const message = `loading the model ${upstreamInWords(this.candidate.upstream)}; its first words may take two minutes`;
    return { type: "notice", code: "model_loading", message };
  }

  #begins(): void {
    this.#heard = true;
    this.#explaining?.cancel();
    this.#explaining = undefined;
    this.#trial?.heard();
    this.#watch?.heard();
    const { lessons } = this.#parts;
    if (lessons !== undefined) this.#routing.learned.learn(this.candidate.upstream, lessons);
  }

  #count(part: ModelPart): void {
    if (part.type === "text-delta" || part.type === "reasoning-delta") this.#chars += part.text.length;
    else if (part.type === "usage") this.#tokens = part.usage.out;
    else if (part.type === "finish") {
      this.#settle()?.succeed(this.#tokens || this.#chars / charsPerToken);
      this.#watch?.ended("finished");
    }
  }

  /** The end of the stream, which has to have said that it finished. */
  #close(): undefined {
    if (this.#trial === undefined) return undefined;
    const { name } = this.candidate.upstream;
    throw new ModelError("truncated", `${name} ended without saying that it finished`, {
      upstream: name,
      retryable: true,
    });
  }

  /** The trial, once: each ends in one way. */
  #settle(): Trial | undefined {
    const trial = this.#trial;
    this.#trial = undefined;
    return trial;
  }
}

/** What is none of ours to explain was left: by an abort, or by a fault of our own code, which is told to the log. */
function outcomeOf(cause: unknown): AttemptOutcome {
  return cause instanceof ModelError && cause.code !== "aborted" ? cause.code : "left";
}

type Part = IteratorResult<ModelPart, undefined>;

/** Waits for the first part, and explains the wait once where it is long. */
class Explaining {
  readonly #stream: AsyncIterator<ModelPart>;
  readonly #long = Promise.withResolvers<Part>();
  readonly #cancel: () => void;
  #first: Promise<Part> | undefined;
  #told = false;

  constructor(stream: AsyncIterator<ModelPart>, after: (run: () => void) => () => void, notice: ModelPart) {
    this.#stream = stream;
    this.#cancel = after(() => this.#long.resolve({ done: false, value: notice }));
  }

  async next(): Promise<Part> {
    this.#first ??= this.#stream.next();
    if (this.#told) return this.#first;
    const result = await Promise.race([this.#first, this.#long.promise]);
    this.#told = true;
    return result;
  }

  cancel(): void {
    this.#cancel();
  }
}
