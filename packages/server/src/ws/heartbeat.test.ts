import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import type { WebSocketServer } from "ws";
import { ManualClock } from "../model/testing/manual-clock.ts";
import { startHeartbeat } from "./heartbeat.ts";

class Peer extends EventEmitter {
  pings = 0;
  gone = false;
  ping(): void {
    this.pings += 1;
  }
  terminate(): void {
    this.gone = true;
  }
}

function openHeart() {
  const clock = new ManualClock();
  const clients = new Set<Peer>();
  const server = Object.assign(new EventEmitter(), { clients });
  const stop = startHeartbeat(server as unknown as WebSocketServer, clock);
  const connect = (): Peer => {
    const peer = new Peer();
    clients.add(peer);
    server.emit("connection", peer);
    return peer;
  };
  return { clock, stop, connect };
}

test("L30 a peer that answers is asked every 15 seconds and stays, one that went silent is gone at the second time", () => {
  const { clock, connect } = openHeart();
  const [alive, silent] = [connect(), connect()];
  for (let beat = 1; beat <= 3; beat += 1) {
    clock.advance(15_000);
    expect(alive.pings).toBe(beat);
    alive.emit("pong");
  }
  expect(alive.gone).toBe(false);
  expect([silent.pings, silent.gone]).toEqual([1, true]);
});

test("L30 one that has just come is not taken for silent, and nothing is asked after the stop", () => {
  const { clock, stop, connect } = openHeart();
  clock.advance(14_999);
  const late = connect();
  clock.advance(1);
  expect([late.pings, late.gone]).toEqual([1, false]);
  stop();
  clock.advance(60_000);
  expect(late.gone).toBe(false);
  expect(clock.waiting).toBe(0);
});
