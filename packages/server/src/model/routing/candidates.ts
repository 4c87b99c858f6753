import type { Upstream } from "../../ports/model-client.ts";
import type { UpstreamBook } from "./upstream-book.ts";
import type { UpstreamRecord } from "./upstream-record.ts";

/** An upstream that may answer. */
export interface Candidate {
  readonly upstream: Upstream;
  readonly record: UpstreamRecord;
}

/** A conversation leaves the upstream that has it in its cache for one that has so many generations less to do. */
const clearlyMore = 2;

/**
 * Who is asked, in this order: of the servers of a name the one that has the conversation in its cache, then those with
 * the least to do; then the names that answer in its place. Who rests is left out, unless all do: then all are asked.
 */
export function candidatesFor(upstream: Upstream, book: UpstreamBook, conversationId: string): readonly Candidate[] {
  const pools = [upstream, ...(upstream.fallbacks ?? [])].map((one) => poolOf(one, book));
  const open = pools.flatMap((pool) =>
    arrange(
      pool.filter(({ record }) => record.open),
      (candidate) => book.isKept(conversationId, candidate.upstream),
    ),
  );
  if (open.length > 0) return open;
  return pools.flat().toSorted((one, other) => one.record.restsUntil - other.record.restsUntil);
}

/** The servers of one name, in the operator's order. */
export function poolOf(upstream: Upstream, book: UpstreamBook): readonly Candidate[] {
  return [upstream, ...(upstream.others ?? [])].map((one) => ({ upstream: one, record: book.recordOf(one) }));
}

function arrange(pool: readonly Candidate[], isKept: (candidate: Candidate) => boolean): readonly Candidate[] {
  const [least, ...others] = pool.toSorted((one, other) => one.record.outstanding - other.record.outstanding);
  if (least === undefined) return [];
  const kept = others.find(isKept);
  if (kept === undefined || kept.record.outstanding > least.record.outstanding + clearlyMore) return [least, ...others];
  return [kept, least, ...others.filter((one) => one !== kept)];
}
