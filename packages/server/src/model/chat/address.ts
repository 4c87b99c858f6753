/** Where chat completions are asked for. */
export type ChatAddress =
  | {
      readonly ok: true;
      readonly origin: string;
      /** With the query. */
      readonly path: string;
      /** Origin and path without the query, for people: a query may hold a secret. */
      readonly shown: string;
      /** What is odd about the `base_url`, though it can be called. */
      readonly advice?: string;
    }
  | { readonly ok: false; readonly problem: string };

const route = "/chat/completions";

/** Appends the route to a `base_url`, keeping its path and query; a route that already stands there is accepted. */
export function chatAddress(baseUrl: string, defaultQuery: Readonly<Record<string, string>> = {}): ChatAddress {
  const url = URL.parse(baseUrl);
  if (url === null) return { ok: false, problem: "base_url is not an address; it looks like https://host/v1" };
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return { ok: false, problem: `base_url begins with ${url.protocol}; only http: and https: are called` };
  }
  const base = withoutTrailingSlashes(url.pathname);
  const routed = base.endsWith(route);
  const path = routed ? base : base + route;
  return {
    ok: true,
    origin: url.origin,
    path: path + joinQuery(url.search, defaultQuery),
    shown: url.origin + path,
    ...(routed ? { advice: leaveOutRoute } : {}),
  };
}

/** What its author should change about a `base_url` that can be called, if anything. */
export function baseUrlAdvice(baseUrl: string): string | undefined {
  const address = chatAddress(baseUrl);
  return address.ok ? address.advice : undefined;
}

const leaveOutRoute = `base_url ends with ${route}; leave that out: it is added, here and by other programs`;

// Written by hand because `searchParams` would rewrite the encoding of the query that is already there.
function joinQuery(search: string, query: Readonly<Record<string, string>>): string {
  const added = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const own = search.length > 1 ? [search.slice(1)] : [];
  const all = [...own, ...added].join("&");
  return all === "" ? "" : `?${all}`;
}

function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === "/") end -= 1;
  return path.slice(0, end);
}
