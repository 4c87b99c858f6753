import { createConversationView, foldConversation, type TurnView } from "@repartee/client";
import type { ReceivedFrame, TurnNumbers } from "@repartee/protocol";

/** What became of one turn. */
export interface TurnResult {
  readonly user: string;
  readonly reply: string;
  readonly outcome: TurnNumbers["outcome"];
  /** Null where the server did not take the turn. */
  readonly numbers: TurnNumbers | null;
  readonly error?: { readonly code: string; readonly message: string };
}

export type ConversationNews =
  | { readonly type: "turn"; readonly result: TurnResult; readonly turn: TurnView }
  /** What was sent is refused: no turn comes of it. */
  | { readonly type: "refusal"; readonly error: { readonly code: string; readonly message: string } }
  | { readonly type: "warning"; readonly message: string };

/** What a conversation's frames come to, turn by turn. */
export async function* readNews(frames: AsyncIterable<ReceivedFrame>): AsyncGenerator<ConversationNews, void> {
  let view = createConversationView();
  for await (const frame of frames) {
    view = foldConversation(view, frame);
    switch (frame.event_type) {
      case "conversation.turn.completed": {
        const turn = view.turns.find(({ turnIdx }) => turnIdx === frame.properties.turn_idx);
        if (turn !== undefined) yield { type: "turn", turn, result: toResult(turn, frame.properties) };
        break;
      }
      case "conversation.error":
        if (frame.turn_idx === undefined) yield { type: "refusal", error: toProblem(frame.properties) };
        break;
      case "conversation.warning":
        yield { type: "warning", message: frame.properties.message };
        break;
      default:
    }
  }
}

function toResult(turn: TurnView, completed: TurnNumbers): TurnResult {
  const { userText: user, reply } = turn;
  const error = turn.errors.at(-1);
  const result = { user, reply: reply.text, outcome: completed.outcome, numbers: turn.numbers ?? completed };
  return error === undefined ? result : { ...result, error: toProblem(error) };
}

function toProblem({ code, message }: { readonly code: string; readonly message: string }) {
  return { code, message };
}
