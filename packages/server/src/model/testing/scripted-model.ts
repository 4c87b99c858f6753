import type { ModelClient, ModelPart, ModelRequest } from "../../ports/model-client.ts";
import { ScriptedCall } from "./scripted-call.ts";

/** A model that says what a test tells it to. There is no time in it: each part comes when the test releases it. */
export class ScriptedModel implements ModelClient {
  readonly requests: ModelRequest[] = [];
  /** Every call that was ever scripted, in order. */
  readonly calls: ScriptedCall[] = [];
  readonly #unscripted: ModelRequest[] = [];
  #begun = 0;

  /** Scripts the next call; the parts and errors given are released at once, more can follow on the answer. */
  expect(...lines: readonly (ModelPart | Error)[]): ScriptedCall {
    const call = new ScriptedCall().release(...lines);
    this.calls.push(call);
    return call;
  }

  /** Scripts the next call as a whole reply. */
  reply(...texts: readonly string[]): ScriptedCall {
    return this.expect()
      .text(...texts)
      .finish();
  }

  /** How many calls were aborted or left before their end. */
  get cancellations(): number {
    return this.calls.filter((call) => call.state === "cancelled").length;
  }

  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelPart> {
    return {
      [Symbol.asyncIterator]: () => {
        const call = this.calls[this.#begun];
        this.requests.push(request);
        if (call !== undefined) {
          this.#begun += 1;
          return call.begin(request, signal);
        }
        this.#unscripted.push(request);
        throw new Error(
          `the model was called ${this.requests.length} times, but ${this.calls.length} calls are scripted`,
        );
      },
    };
  }

  /** Throws where the model was called more or less often than scripted, also if nobody noticed at the time. */
  assertDone(): void {
    if (this.#unscripted.length > 0) throw new Error(`${this.#unscripted.length} calls to the model were not scripted`);
    const unused = this.calls.length - this.#begun;
    if (unused > 0) throw new Error(`${unused} scripted calls to the model were never made`);
    const open = this.calls.findIndex((call) => call.state === "running");
    if (open >= 0)
      throw new Error(`call ${open + 1} to the model is still open: it was neither finished nor cancelled`);
  }
}
