import { initializeLogger } from "@livekit/agents";
import { runJob } from "../../livekit/job.ts";
import { talkToLiveKit } from "./livekit-talk.ts";

// LiveKit's process: its agents and the callers that are played to them.

initializeLogger({ pretty: false, level: "error" });
await runJob(talkToLiveKit);
