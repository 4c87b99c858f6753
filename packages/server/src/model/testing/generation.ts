import type { Clock } from "../../ports/clock.ts";
import { ModelError } from "../../ports/model-client.ts";
import type { ModelPart, ModelRequest, Upstream } from "../../ports/model-client.ts";

/** The system's time, where a test talks to real sockets. */
export const realClock: Clock = {
  now: () => Math.floor(performance.now()),
  wall: () => new Date(),
  after(ms, run) {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
};

export function modelRequest(upstream: Partial<Upstream> = {}, rest: Partial<ModelRequest> = {}): ModelRequest {
  return {
    upstream: {
      name: "custom-1",
      kind: "openai",
      model: "bench",
      timeouts: { connectMs: 2000, firstPartMs: 10_000, betweenPartsMs: 5000 },
      ...upstream,
    },
    messages: [{ role: "user", content: "Hello there" }],
    tools: [],
    conversationId: "c0123456789abcdef",
    ...rest,
  };
}

export async function collect(parts: AsyncIterable<ModelPart>): Promise<ModelPart[]> {
  const collected: ModelPart[] = [];
  for await (const part of parts) collected.push(part);
  return collected;
}

/** The parts that came, and the error that came after them. */
export async function outcome(
  parts: AsyncIterable<ModelPart>,
): Promise<{ readonly parts: readonly ModelPart[]; readonly error: ModelError | undefined }> {
  const collected: ModelPart[] = [];
  try {
    for await (const part of parts) collected.push(part);
    return { parts: collected, error: undefined };
  } catch (error) {
    if (error instanceof ModelError) return { parts: collected, error };
    throw error;
  }
}

export function spoken(parts: readonly ModelPart[]): string {
  return parts.map((part) => (part.type === "text-delta" ? part.text : "")).join("");
}
