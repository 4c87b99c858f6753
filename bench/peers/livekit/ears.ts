import { asLanguageCode, stt, VAD, VADEventType, VADStream, type VADEvent } from "@livekit/agents";
import { pinned } from "../../speculation/params.ts";

/** A recogniser that says what it is told to say. */
export class ToldRecogniser extends stt.STT {
  override label = "told-recogniser";
  opened: ToldRecogniserStream | undefined;

  constructor() {
    super({ streaming: true, interimResults: true });
  }

  override _recognize(): Promise<stt.SpeechEvent> {
    throw new Error("this recogniser only streams");
  }

  override stream(options?: { connOptions?: ConstructorParameters<typeof stt.SpeechStream>[2] }): stt.SpeechStream {
    this.opened = new ToldRecogniserStream(this, options?.connOptions);
    return this.opened;
  }

  say(type: stt.SpeechEventType, words?: readonly string[]): void {
    this.opened?.say(type, words);
  }
}

class ToldRecogniserStream extends stt.SpeechStream {
  override label = "told-recogniser.stream";

  constructor(recogniser: ToldRecogniser, connOptions: ConstructorParameters<typeof stt.SpeechStream>[2]) {
    super(recogniser, undefined, connOptions);
  }

  say(type: stt.SpeechEventType, words?: readonly string[]): void {
    if (words === undefined) return void this.queue.put({ type });
    const heard = { text: words.join(" "), language: asLanguageCode("en"), startTime: 0, endTime: 0, confidence: 0.95 };
    this.queue.put({ type, alternatives: [heard] });
  }

  /** The sound itself is silence. */
  protected override async run(): Promise<void> {
    for await (const _ of this.input);
  }
}

/** How often a detector tells that a voice still speaks. */
const updateMs = 50;

/** Voice activity as it is told: exact, at every break. */
export class ToldVoiceActivity extends VAD {
  override label = "told-voice-activity";
  opened: ToldVoiceStream | undefined;

  constructor() {
    super({ updateInterval: updateMs });
  }

  override stream(): VADStream {
    this.opened = new ToldVoiceStream(this);
    return this.opened;
  }

  voice(speaking: boolean): void {
    this.opened?.voice(speaking);
  }
}

class ToldVoiceStream extends VADStream {
  private updates: NodeJS.Timeout | undefined;
  /** When the stretch of speech began; breaks shorter than a pause belong to it, so that a barge-in is noticed. */
  private since = 0;
  private stoppedAt = Number.NEGATIVE_INFINITY;

  constructor(vad: VAD) {
    super(vad);
    // The sound itself is silence; it ends with the session.
    this.drain().catch(() => {});
  }

  voice(speaking: boolean): void {
    clearInterval(this.updates);
    const now = performance.now();
    if (!speaking) {
      this.stoppedAt = now;
      return this.send(VADEventType.END_OF_SPEECH, now - this.since);
    }
    if (now - this.stoppedAt >= pinned.pauseMs) this.since = now;
    this.send(VADEventType.START_OF_SPEECH, 0);
    this.updates = setInterval(
      () => this.send(VADEventType.INFERENCE_DONE, performance.now() - this.since),
      updateMs,
    ).unref();
  }

  private send(type: VADEventType, speechDuration: number): void {
    const speaking = type !== VADEventType.END_OF_SPEECH;
    const event: VADEvent = {
      type,
      samplesIndex: 0,
      timestamp: Date.now(),
      speechDuration,
      silenceDuration: 0,
      frames: [],
      probability: speaking ? 1 : 0,
      inferenceDuration: 0,
      speaking,
      rawAccumulatedSilence: 0,
      rawAccumulatedSpeech: speaking ? speechDuration : 0,
    };
    this.sendVADEvent(event);
  }

  private async drain(): Promise<void> {
    while (!(await this.inputReader.read()).done);
  }
}
