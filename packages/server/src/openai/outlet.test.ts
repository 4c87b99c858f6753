import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { EventOutlet } from "./outlet.ts";

/** A response that notes what is written, and is read by nobody. */
class NotedResponse extends ServerResponse {
  readonly written: string[] = [];

  constructor() {
    super(new IncomingMessage(new Socket()));
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
    expect(response.written).toEqual(["ab"]);
    outlet.write("c");
    outlet.end("d");
    await nextTurn();
    expect(response.written).toEqual(["ab", "cd|end"]);
  });

  test("O27 O28 what grows large meanwhile is not collected any further", () => {
    const response = new NotedResponse();
    const outlet = new EventOutlet(response);
    outlet.write("x".repeat(70_000));
    expect(response.written).toHaveLength(1);
  });

  test("O23 the status is chosen with the first event", () => {
    const response = new NotedResponse();
    const outlet = new EventOutlet(response);
    expect([outlet.opened, response.headersSent]).toEqual([false, false]);
    outlet.write("a");
    expect([outlet.opened, response.statusCode]).toEqual([true, 200]);
  });
});
