/**
 * By which names the server may be addressed, and which pages may address it.
 *
 * Any web page can point its own host name at 127.0.0.1 and then talk to a server there as if to itself: only the
 * `Host` header gives it away. And any page can send requests across origins: only `Origin` gives that away.
 */
export interface OriginRules {
  /** Whether `Host` is a name of this server. */
  isKnownHost(request: Addressed): boolean;
  /** Whether a page of another origin sent it. No `Origin` at all is no page. */
  isForeign(request: Addressed): boolean;
  /** Whether this server's own page sent it, as far as the browser says. */
  isOwnPage(request: Addressed): boolean;
}

/** The slice of a request that carries its address; an upgrade request has it too, and one of `node:http`. */
export interface Addressed {
  readonly headers: Pick<Headers, "get">;
  readonly method: string;
  readonly url: string;
}

export interface OriginOptions {
  /** The address that the server listens on. */
  readonly host: string;
  /** Known once the server listens. */
  readonly publicUrl: () => string;
  readonly allowedHosts: readonly string[];
}

export function createOriginRules(options: OriginOptions): OriginRules {
  const isOwnOrigin = (origin: string, request: Addressed): boolean => {
    const url = URL.parse(origin);
    if (url === null) return false;
    // Through the origin's own scheme, so that a default port equals an unwritten one behind a proxy that ends TLS.
    return (
      url.host === URL.parse(`${url.protocol}//${hostOf(request)}`)?.host ||
      url.origin === URL.parse(options.publicUrl())?.origin
    );
  };

  const isForeign = (request: Addressed): boolean => {
    const origin = request.headers.get("origin");
    return origin !== null && !isOwnOrigin(origin, request);
  };

  return {
    isForeign,
    isKnownHost: (request) => isKnownHost(hostOf(request), options),
    isOwnPage: (request) => {
      if (request.headers.get("origin") !== null) return !isForeign(request);
      // A browser leaves `Origin` out of a plain GET to the same origin.
      return isRead(request) && request.headers.get("sec-fetch-site") === "same-origin";
    },
  };
}

export function hostOf(request: Addressed): string {
  return (request.headers.get("host") ?? URL.parse(request.url)?.host ?? "").toLowerCase();
}

function isKnownHost(host: string, options: OriginOptions): boolean {
  const name = URL.parse(`http://${host}`)?.hostname;
  if (name === undefined || name === "") return false;
  if (isLoopbackName(name)) return true;
  const own = [
    nameOf(options.host),
    URL.parse(options.publicUrl())?.hostname,
    ...options.allowedHosts.map((allowed) => allowed.toLowerCase()),
  ];
  return own.includes(name) || own.includes(host);
}

/** The whole of `localhost` and its subdomains, 127.0.0.0/8 and ::1, as a URL spells them. */
export function isLoopbackName(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(name);
}

/** "Every address" is not a name. */
function nameOf(host: string): string | undefined {
  if (host === "0.0.0.0" || host === "::" || host === "[::]") return undefined;
  return URL.parse(`http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}`)?.hostname;
}

function isRead(request: Addressed): boolean {
  return request.method === "GET" || request.method === "HEAD";
}
