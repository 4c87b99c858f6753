import type { HostedModel, HostedModels } from "../model/registry.ts";
import type { ConfiguredModels } from "./config-schema.ts";

/** The registry's entries from the file's, each with the key that its variable holds. */
export function toHostedModels(
  models: ConfiguredModels,
  env: Readonly<Record<string, string | undefined>>,
): HostedModels {
  return Object.fromEntries(
    Object.entries(models).map(([name, model]): [string, HostedModel] => {
      const apiKey = model.api_key_env === undefined ? undefined : env[model.api_key_env];
      return [
        name,
        {
          baseUrl: model.base_url,
          model: model.model,
          ...(apiKey === undefined ? {} : { apiKey }),
          ...(model.headers === undefined ? {} : { headers: model.headers }),
          ...(model.extra_body === undefined ? {} : { extraBody: model.extra_body }),
        },
      ];
    }),
  );
}
