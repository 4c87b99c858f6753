import { startProgram } from "../live/program.ts";

export interface UpstreamOptions {
  /** TLS with HTTP/1.1 alone, or with HTTP/2; without it plain HTTP. */
  readonly secure?: "http/1.1" | "h2" | undefined;
  /** How long everything takes in each direction. */
  readonly oneWayMs: number;
  /** What it does to every request, by the name of the endpoint's fault. */
  readonly fault?: string | undefined;
}

/** What the upstream's process tells, on the clock that all processes share. */
export type UpstreamNews =
  | { readonly type: "listening"; readonly url: string; readonly certificate: string | undefined }
  | { readonly type: "request" | "aborted"; readonly conversation: string; readonly atUs: number };

/** A model in a process of its own. */
export interface BenchUpstream extends AsyncDisposable {
  readonly url: string;
  readonly certificate: string | undefined;
  /** When the next request of a conversation came. */
  request(conversation: string): Promise<number>;
  /** When the next reply was broken off by the caller. */
  aborted(): Promise<number>;
}

export async function startUpstream(options: UpstreamOptions): Promise<BenchUpstream> {
  const program = startProgram("bench/connect/upstream-process.ts", { args: [JSON.stringify(options)] });
  const waiting = new Map<string, (atUs: number) => void>();
  const wait = (name: string): Promise<number> => new Promise((resolve) => void waiting.set(name, resolve));
  const listening = Promise.withResolvers<Extract<UpstreamNews, { type: "listening" }>>();
  program.child.on("message", (news: UpstreamNews) => {
    if (news.type === "listening") return listening.resolve(news);
    const name = news.type === "request" ? news.conversation : "aborted";
    waiting.get(name)?.(news.atUs);
    waiting.delete(name);
  });
  program.child.once("exit", () => listening.reject(new Error("the upstream's process ended before it listened")));
  const { url, certificate } = await listening.promise;
  return {
    url,
    certificate,
    request: (conversation) => wait(conversation),
    aborted: () => wait("aborted"),
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}
