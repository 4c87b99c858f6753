/** Where the data go when they do not stay in the data folder; from the environment only, because it holds a password. */
export function readDatabaseUrl(env: Readonly<Record<string, string | undefined>>): {
  readonly databaseUrl?: string;
  readonly problems: readonly string[];
} {
  const databaseUrl = env["REPARTEE_DATABASE_URL"];
  if (databaseUrl === undefined || databaseUrl === "") return { problems: [] };
  const problem = problemOf(databaseUrl);
  const problems = problem === undefined ? [] : [`REPARTEE_DATABASE_URL: ${problem}`];
  // Several servers share the database, and each has to open what the others sealed.
  if ((env["REPARTEE_SECRET"] ?? "") === "") {
    problems.push(
      "REPARTEE_SECRET: is required with REPARTEE_DATABASE_URL; set it to a long random text, the same for every server",
    );
  }
  return { databaseUrl, problems };
}

/** Never repeats the URL. */
function problemOf(databaseUrl: string): string | undefined {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) return "expected a postgres:// or postgresql:// URL";
  const url = URL.parse(databaseUrl);
  if (url === null || url.hash !== "" || /\s/.test(databaseUrl)) {
    return "is not a URL; in a password write % # / ? : @ and space as %25 %23 %2F %3F %3A %40 %20";
  }
  if (url.hostname === "" && !url.searchParams.has("host")) return "names no host";
  if (url.pathname.length < 2) return "names no database; it is the part after the host, postgres://host/database";
  return undefined;
}
