import { stt, voice } from "@livekit/agents";
import * as openai from "@livekit/agents-plugin-openai";
import type { LiveKitSettings } from "../../livekit/pairs.ts";
import type { OpenTalk, Talk } from "../../livekit/play.ts";
import type { Told } from "../../livekit/told.ts";
import { ToldRecogniser, ToldVoiceActivity } from "./ears.ts";
import { FakeVoice } from "./mouth.ts";
import { Loudspeaker, SilentMicrophone } from "./room.ts";

export interface LiveKitJob {
  readonly endpointUrl: string;
  readonly systemPrompt: string;
  readonly settings: LiveKitSettings;
}

/** Sessions of LiveKit's agents without a room, each with a recogniser, voice activity and a voice that stand in. */
export function talkToLiveKit({ endpointUrl, systemPrompt, settings }: LiveKitJob): OpenTalk {
  return async (_call, report) => {
    const recogniser = new ToldRecogniser();
    const activity = settings.turnDetection === "vad" ? new ToldVoiceActivity() : null;
    const session = new voice.AgentSession({
      stt: recogniser,
      vad: activity,
      llm: new openai.LLM({ baseURL: endpointUrl, apiKey: "bench", model: "bench" }),
      tts: new FakeVoice(),
      // There is no echo: nothing has to be kept from interrupting while it is learned.
      aecWarmupDuration: 0,
      turnHandling: {
        turnDetection: settings.turnDetection,
        endpointing: settings.endpointing,
        preemptiveGeneration: settings.preemptiveGeneration,
        interruption: { mode: "vad" },
      },
    });
    const microphone = new SilentMicrophone();
    const loudspeaker = new Loudspeaker(() => report("voice"));
    session.input.audio = microphone;
    session.output.audio = loudspeaker;
    let committing = false;
    const agent = new ToldAgent(systemPrompt, () => {
      committing = true;
      report("commit");
    });
    session.on(voice.AgentSessionEventTypes.AgentStateChanged, ({ newState }) => {
      if (newState !== "thinking") committing = false;
    });
    await session.start({ agent, record: false });
    // The stream of the recogniser is opened by the first frame.
    while (recogniser.opened === undefined) await new Promise((done) => setTimeout(done, 10));
    const tell = teller({ recogniser, activity, settings });
    return {
      tell,
      get busy() {
        return committing || loudspeaker.playing || session.agentState !== "listening";
      },
      async [Symbol.asyncDispose]() {
        microphone.mute();
        await session.close();
      },
    } satisfies Talk;
  };
}

/** Tells when a turn of the user is taken for over: LiveKit asks its agent then, before the reply is scheduled. */
class ToldAgent extends voice.Agent {
  private readonly onCommit: () => void;

  constructor(instructions: string, onCommit: () => void) {
    super({ instructions });
    this.onCommit = onCommit;
  }

  override async onUserTurnCompleted(): Promise<void> {
    this.onCommit();
  }
}

interface Ears {
  readonly recogniser: ToldRecogniser;
  readonly activity: ToldVoiceActivity | null;
  readonly settings: LiveKitSettings;
}

/** A final of LiveKit's recognisers has the words since the last final only, and so have interims. */
function teller({ recogniser, activity, settings }: Ears): Talk["tell"] {
  const type = stt.SpeechEventType;
  let turnIndex = -1;
  let finals = 0;
  let speaking = false;
  /** Where the recogniser detects turns, it tells of speech itself. */
  const start = (): void => {
    if (activity !== null || speaking) return;
    speaking = true;
    recogniser.say(type.START_OF_SPEECH);
  };
  return (event: Told, turn) => {
    if (turn.index !== turnIndex) finals = 0;
    turnIndex = turn.index;
    switch (event.type) {
      case "voice-start":
      case "voice-stop":
        return activity?.voice(event.type === "voice-start");
      case "interim":
        start();
        return recogniser.say(
          settings.promoteInterims ? type.PREFLIGHT_TRANSCRIPT : type.INTERIM_TRANSCRIPT,
          event.words.slice(finals),
        );
      case "eager":
        start();
        return recogniser.say(type.PREFLIGHT_TRANSCRIPT, event.words.slice(finals));
      case "final":
        recogniser.say(type.FINAL_TRANSCRIPT, event.words.slice(finals));
        finals = event.words.length;
        return;
      case "end":
        speaking = false;
        return recogniser.say(type.END_OF_SPEECH);
    }
  };
}
