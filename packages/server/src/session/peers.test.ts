import { policiesFor } from "@repartee/engine";
import { expect, test } from "vitest";
import { startEndpoint, type EndpointEvent } from "../../../../bench/endpoint/endpoint.ts";
import { createOpenAiChat } from "../model/openai-chat.ts";
import { modelRequest, realClock } from "../model/testing/generation.ts";
import { openMemoryStore } from "../store/memory-store.ts";
import { createLogList } from "../store/testing/log-list.ts";
import { createDirectory } from "./directory.ts";
import { createEar } from "./testing/ear.ts";
import { turnOfTheLoop } from "./testing/held-store.ts";
import { frameOf, WORKSPACE } from "./testing/session-stage.ts";

/**
 * What has gone wrong elsewhere where sockets and stores are concerned (docs/safety.md): a whole conversation over a real
 * connection to a model that would never stop by itself.
 */

/** A model that answers with this where it is asked of Monday, word by word for minutes, and else with "Right." */
const wrong = "wrong ".repeat(20_000);

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turnOfTheLoop();
}

test.each(["conservative", "balanced", "eager"])(
  "R14 in %s a draft that nobody wants any more is closed at its socket before the turn is over, and leaves no trace",
  async (speculation) => {
    const seen: EndpointEvent["type"][] = [];
    await using endpoint = await startEndpoint({
      rate: 200,
      say: (messages) => ({ text: JSON.stringify(messages.at(-1)).includes("monday") ? wrong : "Right." }),
      observe: ({ type }) => seen.push(type),
    });
    await using model = createOpenAiChat({ clock: realClock, allowPrivateAddresses: true });
    const store = openMemoryStore();
    let ids = 0;
    const directory = createDirectory({
      store,
      model,
      policiesFor,
      clock: realClock,
      ids: { create: (prefix) => `${prefix}${(ids += 1).toString(16).padStart(16, "0")}` },
      log: createLogList(),
      resolveUpstream: () => modelRequest({ baseUrl: endpoint.url }).upstream,
    });
    const at = new Date().toISOString();
    const body = { layers: { llm: { speculation } } };
    const row = { personaId: "p1", kind: "user", workspaceId: WORKSPACE, body, createdAt: at, updatedAt: at } as const;
    const named = { workspaceId: WORKSPACE, conversationId: "c1", createdAt: at };
    await directory.create({ ...named, persona: { ...row, revision: 1 }, body: {} });
    const session = await directory.open(WORKSPACE, "c1");
    if (session === undefined || session === "ended") throw new Error("the conversation does not run");
    const ear = createEar();
    session.join(ear);
    const send = (event: string, properties = {}): void => session.receive(frameOf(event, properties), "client", fail);

    send("conversation.user.transcript", { text: "do you open on monday", stability: 1 });
    await until(() => endpoint.stats.tokensSent > 3);
    send("conversation.user.transcript", { text: "who are you", stability: 1 });
    // Nothing but the user's words has happened since.
    await until(() => seen.includes("aborted"));
    expect(ear.heard).toBe("");
    send("conversation.user.turn_end");
    await until(() => ear.of("conversation.turn.completed").length > 0 && endpoint.stats.active === 0);

    expect(ear.heard).toBe("Right.");
    const said = ear.of("conversation.utterance").map(({ properties }) => properties.speech);
    expect(said).toEqual(["who are you", "Right."]);
    expect(seen.filter((type) => type === "request").length).toBe(seen.filter((type) => type === "aborted").length + 1);
    // The flight record of the turn tells what was drafted: it is a diary, and no part of the conversation.
    const rows = await store.conversations.events(WORKSPACE, "c1", 0);
    const told = JSON.stringify(rows, (key, value: unknown) => (key === "flight" ? undefined : value));
    expect(told).toContain("who are you");
    expect(told).not.toMatch(/wrong|monday/u);
    await directory.close(0);
  },
);

function fail(code: string): never {
  throw new Error(`refused: ${code}`);
}
