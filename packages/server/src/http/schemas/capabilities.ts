import { z } from "@hono/zod-openapi";
import type { Capabilities } from "../../ports/model-client.ts";

/** What an upstream can do, as the configuration spells it; what is not known is left out. */
export const capabilities = z.object({
  system_messages: z.enum(["anywhere", "first", "user"]).optional(),
  usage: z.enum(["ask", "never"]).optional(),
  tools: z.boolean().optional(),
  prefix_continuation: z.union([z.boolean(), z.literal("prefix")]).optional(),
  prefix_cache: z.boolean().optional(),
  vision: z.boolean().optional(),
});

export function toWireCapabilities(known: Capabilities): z.infer<typeof capabilities> {
  const { systemMessages, usage, tools, prefixContinuation, prefixCache, vision } = known;
  return {
    ...(systemMessages === undefined ? {} : { system_messages: systemMessages }),
    ...(usage === undefined ? {} : { usage }),
    ...(tools === undefined ? {} : { tools }),
    ...(prefixContinuation === undefined ? {} : { prefix_continuation: prefixContinuation }),
    ...(prefixCache === undefined ? {} : { prefix_cache: prefixCache }),
    ...(vision === undefined ? {} : { vision }),
  };
}
