import { chromium } from "playwright-core";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { createReplies } from "../../bench/endpoint/reply.ts";
import { startEndpoint } from "../../bench/endpoint/endpoint.ts";
import type { Endpoint } from "../../bench/endpoint/endpoint.ts";
import { startServer } from "./server-process.ts";
import type { ServerProcess } from "./server-process.ts";
import { layWire } from "./wire.ts";
import type { Wire } from "./wire.ts";

/** A browser, a server and two models, for all tests of the page. */
export interface Stage extends AsyncDisposable {
  readonly wire: Wire;
  /** Answers in some twenty words. */
  readonly model: Endpoint;
  /** Answers at length: for some three seconds. */
  readonly talker: Endpoint;
  /** The link that the server printed, through the wire. */
  readonly link: string;
  /** A page with the session that was opened first, unless that is not wanted; in a profile of its own where it has options. */
  open(path: string, options?: PageOptions): Promise<OpenPage>;
}

export interface PageOptions extends BrowserContextOptions {
  readonly locked?: boolean;
}

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong in it: uncaught errors and refusals of the content security policy. */
  readonly faults: readonly string[];
}

const browserArgs = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const desktop = { width: 1360, height: 860 };

/** How long a condition of a test may take to come true. */
const PATIENCE_MS = 8_000;

export async function openStage(executablePath: string): Promise<Stage> {
  const browser = await chromium.launch({ executablePath, args: browserArgs });
  const server = await startServer();
  const wire = await layWire(server.url);
  const model = await startEndpoint({ ttftMs: 150, rate: 100 });
  const talker = await startEndpoint({ ttftMs: 30, rate: 120, replies: createReplies(undefined, 400) });
  const link = throughWire(server, wire);
  const session = await takeSession(browser, link);
  // Shared, so that the script is fetched and compiled once and not for every test.
  const shared = await browser.newContext({ baseURL: wire.url, viewport: desktop, storageState: session });
  return {
    wire,
    model,
    talker,
    link,
    async open(path, options) {
      if (options === undefined) return openPage(shared, path);
      const { locked = false, ...rest } = options;
      const state = locked ? {} : { storageState: session };
      const context = await browser.newContext({ baseURL: wire.url, viewport: desktop, ...state, ...rest });
      return { ...(await openPage(context, path)), [Symbol.asyncDispose]: () => context.close() };
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await wire[Symbol.asyncDispose]();
      await Promise.all([server, model, talker].map((one) => one[Symbol.asyncDispose]()));
    },
  };
}

async function openPage(context: BrowserContext, path: string): Promise<OpenPage> {
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
  });
  await page.goto(path);
  return { page, context, faults, [Symbol.asyncDispose]: () => page.close() };
}

function throughWire({ link }: ServerProcess, wire: Wire): string {
  return `${wire.url}/${new URL(link).hash}`;
}

/** Comes in by the link, as a person does; the cookie then opens every other profile. */
async function takeSession(browser: Browser, link: string) {
  const context = await browser.newContext({ viewport: desktop });
  const { page } = await openPage(context, link);
  await page.getByRole("textbox", { name: "What you say" }).waitFor();
  const state = await context.storageState();
  const fragment = new URL(page.url()).hash;
  await context.close();
  if (fragment !== "") throw new Error(`the link's token stayed in the address: ${fragment}`);
  return state;
}
