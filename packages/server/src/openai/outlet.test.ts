import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { EventOutlet } from "./outlet.ts";

/** A response that notes what is written, and is read by nobody. */
class NotedResponse extends ServerResponse {
  readonly written: string[] = [];

  constructor() {
    super(Object.assign(new IncomingMessage(new Socket()), { httpVersionMajor: 1, httpVersionMinor: 1 }));
  }

  override write(chunk: unknown): boolean {
    this.written.push(String(chunk));
    return true;
  }

  override end(chunk?: unknown): this {
    this.written.push(`${String(chunk)}|end`);
    return this;
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("EventOutlet", () => {
  test("O28 what is said in one tick, and in the promises that follow from it, leaves as one write", async () => {
    const response = new NotedResponse();
    const outlet = new EventOutlet(response);
    outlet.write("a");
    await Promise.resolve();
    outlet.write("b");
    await nextTurn();
    expect(response.written).toEqual(["2\r\nab\r\n"]);
    outlet.write("c");
    outlet.end("d");
    await nextTurn();
    expect(response.written.slice(1)).toEqual(["2\r\ncd\r\n0\r\n\r\n|end"]);
  });

  test("O27 O28 what grows large meanwhile is not collected any further", () => {
    const response = new NotedResponse();
    const outlet = new EventOutlet(response);
    outlet.write("x".repeat(70_000));
    expect(response.written).toHaveLength(1);
  });

  test("O17 HTTP's chunks count bytes, not characters", () => {
    const response = new NotedResponse();
    new EventOutlet(response).end("é😀");
    expect(response.written).toEqual(["6\r\né😀\r\n0\r\n\r\n|end"]);
  });

  test("O17 to a caller of HTTP/1.0 nothing is framed", () => {
    const response = new NotedResponse();
    response.useChunkedEncodingByDefault = false;
    new EventOutlet(response).end("é");
    expect(response.written).toEqual(["é|end"]);
  });

  test("O23 the status is chosen with the first event", () => {
    const response = new NotedResponse();
    const outlet = new EventOutlet(response);
    expect([outlet.opened, response.headersSent]).toEqual([false, false]);
    outlet.write("a");
    expect([outlet.opened, response.statusCode]).toEqual([true, 200]);
  });
});
