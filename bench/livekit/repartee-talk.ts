import { createClient, type LiveConversation } from "@repartee/client";
import type { ReceivedFrame } from "@repartee/protocol";
import type { ReparteeSettings } from "./pairs.ts";
import type { OpenTalk, Talk } from "./play.ts";
import type { Told, ToldTurn } from "./told.ts";
import { createVoice, type Voice } from "./voice.ts";

export interface ReparteeSide {
  /** The server for a call: one that learned nothing from it. */
  readonly serverOf: (callId: string) => { readonly url: string; readonly apiKey: string };
  readonly endpointUrl: string;
  readonly systemPrompt: string;
  readonly settings: ReparteeSettings;
}

/** How sure an eager event is, as those are that recognisers tell. */
const eagerProbability = 0.9;

/** Conversations on the live channel of a running server, through the published client. */
export function talkToRepartee({ serverOf, endpointUrl, systemPrompt, settings }: ReparteeSide): OpenTalk {
  return async (call, report) => {
    const { url, apiKey } = serverOf(call.id);
    const client = createClient({ baseUrl: url, apiKey });
    const llm = { model: "bench", base_url: endpointUrl, speculation: settings.speculation };
    const persona = await client.personas.create({
      persona_name: `Bench ${call.id}`,
      system_prompt: systemPrompt,
      layers: { llm },
    });
    const conversation = await client.conversations.create({ persona_id: persona.persona_id });
    const live = client.connect(conversation.conversation_id, { turns: settings.turns, features: settings.features });
    const voice = createVoice({
      now: () => performance.now(),
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      started(reply) {
        report("voice");
        live.playback({ inference_id: reply, spoken_chars: 1 });
      },
      finished: (reply) => live.playback({ inference_id: reply, done: true }),
    });
    const follower = createFollower(voice, report);
    const opened = Promise.withResolvers<void>();
    const reading = (async () => {
      for await (const frame of live) {
        if (frame.event_type === "system.hello") opened.resolve();
        follower.follow(frame);
      }
    })();
    // A loop that throws is heard of where it is awaited; before that, by whoever waits for the first frame.
    reading.catch(opened.reject);
    await opened.promise;
    return {
      tell: (event, turn) => tell(live, event, turn),
      get busy() {
        return follower.answering || voice.speaking;
      },
      async [Symbol.asyncDispose]() {
        live.close();
        await reading;
        await client.conversations.delete(conversation.conversation_id, { hard: true });
        await client.personas.delete(persona.persona_id);
      },
    } satisfies Talk;
  };
}

interface Follower {
  readonly answering: boolean;
  follow(frame: ReceivedFrame): void;
}

function createFollower(voice: Voice, report: Parameters<OpenTalk>[1]): Follower {
  let answering = false;
  return {
    get answering() {
      return answering;
    },
    follow(frame) {
      switch (frame.event_type) {
        case "conversation.turn.committed":
          answering = true;
          return report("commit");
        case "conversation.turn.reopened":
          answering = false;
          voice.stop();
          return report("reopen");
        case "conversation.replica.clause": {
          const { index, text, prepared = false, final = false } = frame.properties;
          const reply = frame.inference_id ?? "";
          return prepared ? voice.prepare(reply, index) : voice.say(reply, { index, text, final });
        }
        case "conversation.replica.stopped_speaking":
          return frame.properties.interrupted === true ? voice.stop() : undefined;
        case "conversation.turn.completed":
          answering = false;
          return frame.properties.outcome === "completed" ? undefined : voice.stop();
        case "conversation.error":
          throw new Error(`the server says ${frame.properties.code}: ${frame.properties.message}`);
        default:
      }
    },
  };
}

function tell(live: LiveConversation, event: Told, turn: ToldTurn): void {
  // One utterance per turn of the recording: where the server cut it, the rest is known as the rest.
  const utterance_id = `turn-${turn.index + 1}`;
  switch (event.type) {
    case "voice-start":
      return live.startedSpeaking();
    case "voice-stop":
      return live.stoppedSpeaking();
    case "interim":
      return live.partial(event.words.join(" "), { utterance_id });
    case "eager":
      return live.partial(event.words.join(" "), { utterance_id, end_of_turn_probability: eagerProbability });
    case "final":
      return live.final(event.words.join(" "), { utterance_id });
    case "end":
      return live.turnEnd(event.words.join(" "));
  }
}
