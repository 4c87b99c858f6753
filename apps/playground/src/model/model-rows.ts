import type { HostedModels } from "@repartee/protocol";
import { capital, formatMs } from "../turn/format.ts";

type Hosted = HostedModels["data"][number];
type Upstream = NonNullable<Hosted["upstreams"]>[number];
type State = Upstream["state"];

/** A hosted name with its servers, in words. */
export interface ModelRow {
  readonly name: string;
  /** What it is without a server: a stand-in, and why. */
  readonly note: string;
  readonly upstreams: readonly UpstreamRow[];
}

/** One server of a name, and how it fares. */
export interface UpstreamRow {
  readonly model: string;
  readonly via: string;
  readonly state: State;
  readonly glyph: string;
  readonly stateText: string;
  /** Why the last request failed, in the provider's own words. */
  readonly error: string | undefined;
  readonly firstToken: string;
  readonly speed: string;
  readonly requests: string;
}

/** State by glyph and word, never by colour alone. */
const states: Readonly<Record<State, { readonly glyph: string; readonly name: string }>> = {
  untried: { glyph: "·", name: "untried" },
  ok: { glyph: "●", name: "ok" },
  failing: { glyph: "!", name: "failing" },
  resting: { glyph: "◌", name: "resting" },
};

export function toModelRows({ data }: HostedModels): readonly ModelRow[] {
  return data.map((hosted) => ({
    name: hosted.name,
    note: toNote(hosted),
    upstreams: (hosted.upstreams ?? []).map(toUpstreamRow),
  }));
}

function toNote({ state, reason, fallbacks = [], context_window: window, soft_limit: soft, price }: Hosted): string {
  if (state === "stand-in") return `A stand-in answers: ${reason}.`;
  const notes = [
    window === undefined
      ? undefined
      : `holds ${toText(window)} tokens${soft === undefined ? "" : `, soft limit ${toText(soft)}`}`,
    fallbacks.length === 0 ? undefined : `falls back on ${fallbacks.join(", then ")}`,
    price === undefined || price === null
      ? "no price is known"
      : `${price.in} in, ${price.cached} cached, ${price.out} out per million tokens`,
  ];
  return `${capital(notes.filter((note) => note !== undefined).join("; "))}.`;
}

function toUpstreamRow(upstream: Upstream): UpstreamRow {
  const { model, via, state, rests_ms: restsMs, last_error: error, first_token_ms: first } = upstream;
  const { glyph, name } = states[state];
  const { requests, failures, outstanding, tokens_per_second: speed } = upstream;
  const failed = failures === 0 ? "" : `, ${toText(failures)} failed`;
  return {
    model,
    via,
    state,
    glyph,
    stateText: state === "resting" ? `${name}, tried again in ${formatMs(restsMs)}` : name,
    error: error === null ? undefined : `${error.message} (${error.code})`,
    firstToken:
      first.p50 === null ? "–" : `${formatMs(first.p50)}${first.p95 === null ? "" : `, p95 ${formatMs(first.p95)}`}`,
    speed: speed === null ? "–" : `${Math.round(speed)} tokens/s`,
    requests: `${toText(requests)}${failed}${outstanding === 0 ? "" : `, ${toText(outstanding)} running`}`,
  };
}

function toText(count: number): string {
  return count.toLocaleString("en");
}
