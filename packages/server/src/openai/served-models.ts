import type { Clock } from "../ports/clock.ts";
import type { PersonaRow, PersonaStore } from "../ports/store.ts";
import { personaPrefix, unknownModel, type TargetParts } from "./target.ts";

/** A model as `/v1/models` tells of it. */
export interface ServedModel {
  readonly id: string;
  readonly object: "model";
  /** Seconds of the wall clock: when the persona was created; for a hosted name, now. */
  readonly created: number;
  readonly owned_by: string;
  /** Of a persona, where it has one. */
  readonly name?: string;
}

export interface ServedModelParts extends Pick<TargetParts, "hostedNames"> {
  readonly personas: Pick<PersonaStore, "get" | "list">;
  readonly clock: Clock;
}

/** The newest so many personas are listed; the others can be asked all the same. */
const mostPersonas = 1000;
const page = 100;

export async function listModels(workspaceId: string, parts: ServedModelParts): Promise<readonly ServedModel[]> {
  const hosted = parts.hostedNames().map((name) => hostedModel(name, parts));
  return [...hosted, ...(await listPersonas(workspaceId, parts)).map(personaModel)];
}

/** One of them; throws a 404 that lists the others. */
export async function readModel(id: string, workspaceId: string, parts: ServedModelParts): Promise<ServedModel> {
  if (parts.hostedNames().includes(id)) return hostedModel(id, parts);
  if (!id.startsWith(personaPrefix)) throw unknownModel(id, parts);
  const row = await parts.personas.get(workspaceId, id.slice(personaPrefix.length));
  if (row === undefined) throw unknownModel(id, parts);
  return personaModel(row);
}

async function listPersonas(workspaceId: string, { personas }: ServedModelParts): Promise<readonly PersonaRow[]> {
  const rows: PersonaRow[] = [];
  for (let number = 1; rows.length < mostPersonas; number += 1) {
    const { rows: some } = await personas.list(workspaceId, { page: number, limit: page });
    rows.push(...some);
    if (some.length < page) break;
  }
  return rows;
}

function hostedModel(id: string, { clock }: ServedModelParts): ServedModel {
  return { id, object: "model", created: Math.floor(clock.wall().getTime() / 1000), owned_by: "operator" };
}

function personaModel({ personaId, kind, body, createdAt }: PersonaRow): ServedModel {
  const name = body["persona_name"];
  return {
    id: personaPrefix + personaId,
    object: "model",
    created: Math.floor(Date.parse(createdAt) / 1000),
    owned_by: kind === "system" ? "repartee" : "workspace",
    ...(typeof name === "string" ? { name } : {}),
  };
}
