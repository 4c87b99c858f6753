import type { Client } from "@repartee/client";
import type { Persona } from "@repartee/protocol";

/** A model of one's own, or a hosted one where there is no address. */
export interface ChosenModel {
  readonly model: string;
  readonly baseUrl: string | undefined;
}

/** Who is talked to. */
export interface Counterpart {
  readonly personaId: string;
  readonly name: string;
  /** What answers, in words. */
  readonly model: string;
  /** Whether the persona begins by itself. */
  readonly greets: boolean;
}

/** The personas of a server, and those that were made for this talk only. */
export interface Cast {
  /** A persona as it is; undefined: the server's stock persona. */
  choose(personaId: string | undefined): Promise<Counterpart>;
  /** The same persona, with another model; it lives until `leave`. */
  withModel(personaId: string | undefined, model: ChosenModel): Promise<Counterpart>;
  list(): Promise<readonly { readonly personaId: string; readonly name: string }[]>;
  /** Deletes what was made for this talk. */
  leave(): Promise<void>;
}

const pageOfPersonas = 50;
/** How long deleting may take, also when everything is ending. */
const cleanUpMs = 5_000;
/** What of a persona is its own, and not a trace of its place on the server or of a key that is not shown. */
const copied = ["persona_name", "system_prompt", "context", "pipeline_mode", "greeting"];

export function createCast(client: Pick<Client, "personas">, signal: AbortSignal): Cast {
  const made: string[] = [];

  async function find(personaId: string | undefined): Promise<Persona> {
    if (personaId !== undefined) return client.personas.get(personaId, { signal });
    const [stock] = (await client.personas.list({ persona_type: "system", limit: 1, signal })).data;
    if (stock === undefined) throw new Error("the server has no persona of its own; name one with --persona");
    return stock;
  }

  return {
    choose: async (personaId) => toCounterpart(await find(personaId)),
    async withModel(personaId, { model, baseUrl }) {
      const persona = await find(personaId);
      const own = copied.flatMap((name) => (persona[name] == null ? [] : [[name, persona[name]]]));
      const llm = { model, ...(baseUrl === undefined ? {} : { base_url: baseUrl }) };
      const body = { ...Object.fromEntries(own), layers: { llm } };
      const created = await client.personas.create(body, { signal });
      made.push(created.persona_id);
      return toCounterpart(await find(created.persona_id));
    },
    async list() {
      const { data } = await client.personas.list({ limit: pageOfPersonas, signal });
      return data.map((persona) => ({
        personaId: persona.persona_id,
        name: persona.persona_name ?? "(without a name)",
      }));
    },
    async leave() {
      const late = AbortSignal.timeout(cleanUpMs);
      await Promise.all(made.splice(0).map((id) => client.personas.delete(id, { signal: late })));
    },
  };
}

function toCounterpart(persona: Persona): Counterpart {
  const llm = childOf(childOf(persona, "layers"), "llm");
  const address = textIn(llm, "base_url");
  const model = textIn(llm, "model") ?? "the server's default model";
  return {
    personaId: persona.persona_id,
    name: persona.persona_name ?? persona.persona_id,
    model: address === undefined ? model : `${model} at ${address}`,
    greets: (textIn(persona, "greeting") ?? "").trim() !== "",
  };
}

function childOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function textIn(value: unknown, name: string): string | undefined {
  const child = childOf(value, name);
  return typeof child === "string" && child !== "" ? child : undefined;
}
