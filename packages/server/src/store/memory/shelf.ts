/** Rows of one kind, by workspace and id, in the order of their creation. */
import type { JsonObject, Page, PageRequest } from "../../ports/store.ts";
import { readBody, writeBody } from "../json-body.ts";
import { pageOffset } from "../refusal.ts";

export interface Shelved {
  readonly workspaceId: string;
  readonly createdAt: string;
}

export class Shelf<T extends Shelved> {
  readonly #rows = new Map<string, T>();

  get(workspaceId: string, id: string): T | undefined {
    return this.#rows.get(place(workspaceId, id));
  }

  /** A row that is replaced keeps its place in the order. */
  set(id: string, row: T): void {
    this.#rows.set(place(row.workspaceId, id), row);
  }

  delete(workspaceId: string, id: string): boolean {
    return this.#rows.delete(place(workspaceId, id));
  }

  values(): Iterable<T> {
    return this.#rows.values();
  }

  newestFirst(workspaceId: string): T[] {
    const rows = [...this.#rows.values()].filter((row) => row.workspaceId === workspaceId).toReversed();
    return rows.toSorted((one, other) =>
      one.createdAt === other.createdAt ? 0 : one.createdAt < other.createdAt ? 1 : -1,
    );
  }
}

export function toPage<T>(rows: readonly T[], request: PageRequest): Page<T> {
  const offset = pageOffset(request);
  return { rows: rows.slice(offset, offset + request.limit), totalCount: rows.length };
}

/** A copy that shares nothing with the row, with the body as JSON keeps it. */
export function copyOf<T extends { readonly body: JsonObject }>(row: T): T {
  return { ...row, body: readBody(writeBody(row.body)) };
}

function place(workspaceId: string, id: string): string {
  return JSON.stringify([workspaceId, id]);
}
