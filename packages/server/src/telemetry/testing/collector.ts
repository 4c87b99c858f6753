import { createServer } from "node:http";

/** A span as it arrived. */
export interface ArrivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly string[];
  /** 2 is an error. */
  readonly status: number;
}

/** A collector of traces on loopback that understands OTLP as JSON. */
export interface Collector extends AsyncDisposable {
  readonly url: string;
  readonly spans: readonly ArrivedSpan[];
  /** What the exporter says of its process. */
  readonly resource: Readonly<Record<string, unknown>>;
  /** All bodies, as text. */
  readonly text: string;
}

interface Value {
  readonly stringValue?: string;
  readonly intValue?: number;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly Value[] };
}
type Attributes = readonly { readonly key: string; readonly value: Value }[];

interface Body {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Attributes };
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<ArrivedSpan, "attributes" | "events" | "status"> & {
        readonly attributes: Attributes;
        readonly events: readonly { readonly name: string }[];
        readonly status: { readonly code: number };
      })[];
    }[];
  }[];
}

export async function openCollector(): Promise<Collector> {
  const spans: ArrivedSpan[] = [];
  const resource: Record<string, unknown> = {};
  const collected = { text: "" };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      collected.text += text;
      // The test's own exporter: it sends what the shape above says, or the test fails.
      for (const one of (JSON.parse(text) as Body).resourceSpans) {
        Object.assign(resource, toRecord(one.resource.attributes));
        for (const span of one.scopeSpans.flatMap((scope) => scope.spans)) {
          const events = span.events.map(({ name }) => name);
          spans.push({ ...span, attributes: toRecord(span.attributes), events, status: span.status.code });
        }
      }
      response.writeHead(request.url === "/v1/traces" ? 200 : 404, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a server on TCP has an address with a port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    spans,
    resource,
    get text() {
      return collected.text;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

function toRecord(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, toPlain(value)]));
}

function toPlain(value: Value): unknown {
  return (
    value.arrayValue?.values.map(toPlain) ?? value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue
  );
}
