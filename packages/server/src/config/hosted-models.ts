import type { HostedModel, HostedModels, HostedUpstream } from "../model/hosted-model.ts";
import type {
  ConfiguredCapabilities,
  ConfiguredModel,
  ConfiguredModels,
  ConfiguredTimeouts,
  ConfiguredUpstream,
} from "./models-schema.ts";

type Capabilities = NonNullable<HostedUpstream["capabilities"]>;
type Timeouts = NonNullable<HostedUpstream["timeouts"]>;
type Environment = Readonly<Record<string, string | undefined>>;

/** The registry's entries from the file's, each server with the key that its variable holds. */
export function toHostedModels(models: ConfiguredModels, env: Environment): HostedModels {
  return Object.fromEntries(Object.entries(models).map(([name, model]) => [name, toHostedModel(model, env)]));
}

function toHostedModel(model: ConfiguredModel, env: Environment): HostedModel {
  const { context_window: contextWindow, soft_limit: softLimit, price, fallbacks } = model;
  const { extra_body_allowed: extraBodyAllowed } = model;
  const several = "upstreams" in model;
  return {
    upstreams: (several ? model.upstreams : [model]).map((upstream) => toUpstream(upstream, env)),
    ...(contextWindow === undefined ? {} : { contextWindow }),
    ...(softLimit === undefined ? {} : { softLimit }),
    ...(extraBodyAllowed === undefined ? {} : { extraBodyAllowed }),
    // Who names no price for what comes from a cache pays for it as for the rest.
    ...(price === undefined ? {} : { price: { in: price.in, cached: price.cached ?? price.in, out: price.out } }),
    ...(fallbacks === undefined ? {} : { fallbacks }),
    ...(several && model.timeouts !== undefined ? { timeouts: toTimeouts(model.timeouts) } : {}),
  };
}

function toUpstream(upstream: ConfiguredUpstream, env: Environment): HostedUpstream {
  const { headers, capabilities, timeouts } = upstream;
  const apiKey = upstream.api_key_env === undefined ? undefined : env[upstream.api_key_env];
  return {
    baseUrl: upstream.base_url,
    model: upstream.model,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(headers === undefined ? {} : { headers }),
    ...(upstream.default_query === undefined ? {} : { defaultQuery: upstream.default_query }),
    ...(upstream.extra_body === undefined ? {} : { extraBody: upstream.extra_body }),
    ...(capabilities === undefined ? {} : { capabilities: toCapabilities(capabilities) }),
    ...(timeouts === undefined ? {} : { timeouts: toTimeouts(timeouts) }),
  };
}

function toTimeouts(timeouts: ConfiguredTimeouts): Timeouts {
  const { connect_ms: connectMs, first_token_ms: firstPartMs, between_tokens_ms: betweenPartsMs } = timeouts;
  return {
    ...(connectMs === undefined ? {} : { connectMs }),
    ...(firstPartMs === undefined ? {} : { firstPartMs }),
    ...(betweenPartsMs === undefined ? {} : { betweenPartsMs }),
  };
}

function toCapabilities(given: ConfiguredCapabilities): Capabilities {
  const { system_messages: systemMessages, usage, tools, vision } = given;
  const { prefix_continuation: prefixContinuation, prefix_cache: prefixCache } = given;
  return {
    ...(systemMessages === undefined ? {} : { systemMessages }),
    ...(usage === undefined ? {} : { usage }),
    ...(tools === undefined ? {} : { tools }),
    ...(prefixContinuation === undefined ? {} : { prefixContinuation }),
    ...(prefixCache === undefined ? {} : { prefixCache }),
    ...(vision === undefined ? {} : { vision }),
  };
}
