import { tts } from "@livekit/agents";
import { AudioFrame } from "@livekit/rtc-node";
import { createPieceCutter, wordsIn, type Piece } from "../../speculation/clauses.ts";
import { voicePace } from "../../livekit/voice.ts";

export const sampleRate = 24_000;

/** A voice without sound: the first frame of a clause comes so long after the clause, the rest of it at once. */
export class FakeVoice extends tts.TTS {
  override label = "fake-voice";

  constructor() {
    super(sampleRate, 1, { streaming: true });
  }

  override synthesize(): tts.ChunkedStream {
    throw new Error("this voice only streams");
  }

  override stream(options?: {
    connOptions?: ConstructorParameters<typeof tts.SynthesizeStream>[1];
  }): tts.SynthesizeStream {
    return new FakeVoiceStream(this, options?.connOptions);
  }
}

class FakeVoiceStream extends tts.SynthesizeStream {
  override label = "fake-voice.stream";
  private spoken: Promise<void> = Promise.resolve();

  protected override async run(): Promise<void> {
    const cutter = createPieceCutter();
    for await (const given of this.input) {
      if (typeof given === "string") this.speak(cutter.push(given));
    }
    this.speak(cutter.finish());
    await this.spoken;
    this.queue.put(tts.SynthesizeStream.END_OF_STREAM);
  }

  /** Clauses are made side by side and come out in their order. */
  private speak(pieces: readonly Piece[]): void {
    for (const { text } of pieces) {
      const made = new Promise((done) => setTimeout(done, voicePace.firstSoundMs));
      this.spoken = this.spoken.then(() => made).then(() => this.putFrames(wordsIn(text)));
    }
  }

  private putFrames(words: number): void {
    for (let word = 0; word < words; word += 1) {
      this.queue.put({
        requestId: "reply",
        segmentId: "reply",
        frame: silence(sampleRate, voicePace.wordMs),
        final: false,
      });
    }
  }
}

export function silence(rate: number, ms: number): AudioFrame {
  const samples = (rate * ms) / 1000;
  return new AudioFrame(new Int16Array(samples), rate, 1, samples);
}
