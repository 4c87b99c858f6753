import type { Capabilities, ModelPrice, ModelTimeouts } from "../ports/model-client.ts";

/** The hosted names that the operator has mapped, or added. */
export type HostedModels = Readonly<Record<string, HostedModel>>;

/** What a hosted name stands for, by the operator's choice. */
export interface HostedModel {
  /** At least one; any of them may answer. */
  readonly upstreams: readonly HostedUpstream[];
  /** Tokens it holds, 32,000 where it is absent. */
  readonly contextWindow?: number;
  /** Tokens from which it slows down, 25,000 where it is absent, or five sixths of a smaller window. */
  readonly softLimit?: number;
  /** What a persona may set in `extra_body` beside `temperature` and `top_p`. */
  readonly extraBodyAllowed?: readonly string[];
  readonly price?: ModelPrice;
  /** Hosted names that answer, in this order, when no upstream of this one does; theirs follow them. */
  readonly fallbacks?: readonly string[];
  readonly timeouts?: Partial<ModelTimeouts>;
}

/** One server of a hosted name. The key is the key itself: whoever reads the environment has looked it up. */
export interface HostedUpstream {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly defaultQuery?: Readonly<Record<string, string>>;
  readonly extraBody?: Readonly<Record<string, unknown>>;
  readonly capabilities?: Capabilities;
  /** Wins over the model's. */
  readonly timeouts?: Partial<ModelTimeouts>;
}

/** What a conversation needs to know of the model that answers in it. */
export interface ModelFacts {
  /** The hosted name, or the custom model's. */
  readonly name: string;
  /** Tokens. */
  readonly window: number;
  readonly softLimit: number;
  readonly price?: ModelPrice;
}

const hostedWindow = 32_000;
const customWindow = 128_000;
const softLimit = 25_000;

export function hostedFacts(name: string, model?: HostedModel): ModelFacts {
  const window = model?.contextWindow ?? hostedWindow;
  return {
    name,
    window,
    softLimit: Math.min(model?.softLimit ?? softLimit, Math.floor((window * 5) / 6)),
    ...(model?.price === undefined ? {} : { price: model.price }),
  };
}

export function customFacts(name: string): ModelFacts {
  return { name, window: customWindow, softLimit };
}
