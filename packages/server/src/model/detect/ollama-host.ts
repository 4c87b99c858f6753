/** Where Ollama listens where nobody says otherwise. */
export const ollamaDefault = "http://127.0.0.1:11434";

const defaultPorts: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/** Reads `OLLAMA_HOST` as Ollama does: a host, a host and a port, or a URL; undefined where it is none of these. */
export function readOllamaHost(text: string): string | undefined {
  const trimmed = text.trim().replace(/^["']|["']$/g, "");
  const schemed = /^https?:\/\//i.test(trimmed);
  if (!schemed && trimmed.includes("://")) return undefined;
  const url = URL.parse(schemed ? trimmed : `http://${withHost(trimmed)}`);
  // Credentials in a URL would be shown wherever its address is.
  if (url === null || url.username !== "" || url.password !== "" || url.hostname === "") return undefined;
  const port = portOf(trimmed, url) ?? (schemed ? defaultPorts[url.protocol] : "11434");
  return `${url.protocol}//${dialled(url.hostname)}:${port}${url.pathname.replace(/\/+$/, "")}`;
}

function withHost(text: string): string {
  if (/^(?::\d*)?$/.test(text)) return `127.0.0.1${text}`;
  return /^[^[\]]*:[^[\]]*:/.test(text) ? `[${text}]` : text;
}

/** A port that is the scheme's own is not told by `URL`. */
function portOf(text: string, url: URL): string | undefined {
  if (url.port !== "") return url.port;
  return /^(?:https?:\/\/)?(?:\[[^\]]*\]|[^:/]*):(\d+)/i.exec(text)?.[1];
}

/** To listen on every address is to be dialled on loopback. */
function dialled(hostname: string): string {
  if (hostname === "0.0.0.0") return "127.0.0.1";
  return hostname === "[::]" ? "[::1]" : hostname;
}
