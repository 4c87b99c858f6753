/** A database as people may see it: host, port and name, without the user, the password or any setting. */
export function databaseLabel(databaseUrl: string): string {
  const url = URL.parse(databaseUrl);
  if (url === null) return "PostgreSQL";
  const host = url.searchParams.get("host") ?? (url.hostname === "" ? "localhost" : url.hostname);
  const port = url.searchParams.get("port") ?? (url.port === "" ? "5432" : url.port);
  const name = decode(url.pathname.slice(1));
  return `PostgreSQL ${host}:${port}${name === "" ? "" : `/${name}`}`;
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a stray percent sign
  }
}
