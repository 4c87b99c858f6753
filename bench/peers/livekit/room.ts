import { ReadableStream } from "node:stream/web";
import { voice } from "@livekit/agents";
import type { AudioFrame } from "@livekit/rtc-node";
import { sampleRate, silence } from "./mouth.ts";

const frameMs = 50;

/** A microphone in a silent room: the frames keep recogniser and voice activity running. */
export class SilentMicrophone extends voice.AudioInput {
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    super();
    this.multiStream.addInputStream(
      new ReadableStream<AudioFrame>({
        start: (controller) => {
          this.timer = setInterval(() => controller.enqueue(silence(16_000, frameMs)), frameMs);
        },
      }),
    );
  }

  mute(): void {
    clearInterval(this.timer);
  }
}

/** A loudspeaker that plays in real time and tells when the first frame of a reply arrives. */
export class Loudspeaker extends voice.AudioOutput {
  private readonly onFirst: () => void;
  private startedAt: number | undefined;
  private lengthMs = 0;
  private end: NodeJS.Timeout | undefined;

  constructor(onFirst: () => void) {
    super(sampleRate, undefined, { pause: false });
    this.onFirst = onFirst;
  }

  get playing(): boolean {
    return this.startedAt !== undefined;
  }

  override async captureFrame(frame: AudioFrame): Promise<void> {
    await super.captureFrame(frame);
    if (this.startedAt === undefined) {
      this.startedAt = performance.now();
      this.onPlaybackStarted(Date.now());
      this.onFirst();
    }
    this.lengthMs += (frame.samplesPerChannel / frame.sampleRate) * 1000;
  }

  override flush(): void {
    super.flush();
    if (this.startedAt === undefined) return;
    const leftMs = this.startedAt + this.lengthMs - performance.now();
    this.end = setTimeout(() => this.finish(false), Math.max(0, leftMs));
  }

  override clearBuffer(): void {
    this.finish(true);
  }

  private finish(interrupted: boolean): void {
    if (this.startedAt === undefined) return;
    clearTimeout(this.end);
    const playedMs = Math.min(this.lengthMs, performance.now() - this.startedAt);
    this.startedAt = undefined;
    this.lengthMs = 0;
    this.onPlaybackFinished({ playbackPosition: playedMs / 1000, interrupted });
  }
}
