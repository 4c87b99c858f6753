import type { InboundMessage } from "./inbound.ts";

/** The text frame for a client's message. Apart from the parser, so that a page which only sends carries no schemas for it. */
export function encodeInbound(message: InboundMessage): string {
  return JSON.stringify(message);
}
