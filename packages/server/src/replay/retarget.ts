import type { InboundMessage } from "@repartee/protocol";
import type { Cue } from "./call-script.ts";
import type { Watch } from "./watch.ts";

/**
 * A cue as it is meant in this play: what is told of the reply is about the reply that is spoken now, and the answer to a
 * tool answers the call that came at the same place. Undefined where there is no such thing.
 */
export function retarget({ message, about }: Cue, watch: Pick<Watch, "observation">): InboundMessage | undefined {
  if (about === undefined) return message;
  const { turns } = watch.observation.view;
  if (message.event_type === "conversation.replica.playback") {
    const id = turns.findLast((turn) => turn.commit !== undefined)?.commit?.inferenceId;
    return id === undefined ? undefined : { ...message, properties: { ...message.properties, inference_id: id } };
  }
  if (message.event_type === "conversation.tool_result" && about.type === "tool-call") {
    const id = turns.flatMap((turn) => turn.tools)[about.place]?.callId;
    return id === undefined ? undefined : { ...message, properties: { ...message.properties, tool_call_id: id } };
  }
  return message;
}
