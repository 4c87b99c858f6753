import { z } from "@hono/zod-openapi";
import { examinationSteps } from "../../ports/examination.ts";
import type { Examination } from "../../ports/examination.ts";
import { capabilities, toWireCapabilities } from "./capabilities.ts";

export const examineBody = z
  .object({
    target: z.string().min(1).max(1_000).openapi({ description: "The id of a persona, or a hosted name." }),
    long: z.boolean().default(false).openapi({ description: "Sends about 25,000 tokens where 8,000 are usual." }),
  })
  .openapi("Examine");

const finding = z
  .object({
    step: z.enum(examinationSteps),
    state: z.enum(["ok", "warning", "failed", "skipped"]),
    measured: z.string(),
    why: z.string().optional(),
    change: z.string().optional(),
  })
  .openapi("Finding", { description: "What one step saw; of a warning and a failure also why, and what to change." });

const examination = z
  .object({
    name: z.string(),
    model: z.string(),
    base_url: z.string().nullable(),
    healthy: z.boolean(),
    took_ms: z.number(),
    capabilities,
    findings: z.array(finding),
  })
  .openapi("Examination", { description: "One upstream, from its name to what it can do." });

export const examinations = z
  .object({ target: z.string(), healthy: z.boolean(), data: z.array(examination) })
  .openapi("Examinations");

/** Everything that was examined for one target, as it goes over the wire and as `repartee doctor --json` prints it. */
export function toExaminations(target: string, all: readonly Examination[]): z.infer<typeof examinations> {
  return { target, healthy: all.every((one) => one.healthy), data: all.map(toWire) };
}

function toWire(one: Examination): z.infer<typeof examination> {
  return {
    name: one.name,
    model: one.model,
    base_url: one.baseUrl ?? null,
    healthy: one.healthy,
    took_ms: one.tookMs,
    capabilities: toWireCapabilities(one.capabilities),
    findings: one.findings.map((found) => ({ ...found })),
  };
}
