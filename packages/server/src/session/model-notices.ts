import type { ModelPart } from "../ports/model-client.ts";
import type { UnsentFrame } from "./frame.ts";
import { warningFrame } from "./notice-frames.ts";

/** What a model's stream tells beside its answer. */
export type ModelAside = Extract<ModelPart, { readonly type: "notice" | "served" }>;

export interface ModelNoticesParts {
  readonly turnIdx: () => number;
  /** Milliseconds since the conversation's start. */
  readonly now: () => number;
  readonly tell: (frame: UnsentFrame) => void;
}

/**
 * Tells the clients of a conversation what its models have to say beside their answers. Drafts of one turn say the same:
 * a fallback is told once per turn, a wait for a model once until it answers, all else once.
 */
export function createModelNotices({ turnIdx, now, tell }: ModelNoticesParts): (aside: ModelAside) => void {
  const told = new Map<string, string>();
  return (aside) => {
    if (aside.type === "served") return void told.delete("model_loading");
    const { code, message } = aside;
    const occasion = code === "fallback" ? `turn ${turnIdx()}` : code === "model_loading" ? "loading" : message;
    // Notices of this kind have nothing in common but the code.
    const about = code === "notice" ? `notice: ${message}` : code;
    if (told.get(about) === occasion) return;
    told.set(about, occasion);
    tell(warningFrame(code, message, now()));
  };
}
