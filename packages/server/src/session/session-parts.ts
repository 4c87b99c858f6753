import type { Policies, Settings } from "@repartee/engine";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { Log } from "../ports/log.ts";
import type { ModelClient, Upstream } from "../ports/model-client.ts";
import type { ConversationWatch } from "../ports/telemetry.ts";
import type { ConversationClaim, ConversationStore } from "../ports/store.ts";

/** What a session needs of the world around it. */
export interface SessionParts {
  readonly claim: ConversationClaim;
  /** The mark that is stored for this owner: numbers up to it may be used. */
  readonly seqMark: number;
  readonly settings: Settings;
  readonly policies: Policies;
  readonly upstream: Upstream;
  /** Why the upstream cannot be called, where that is known before. */
  readonly problem?: string | undefined;
  /** Where another model is asked that the persona names; throws a `ModelError`. */
  readonly resolveModel: (model: string) => Upstream;
  /** Hears how the upstream's count of tokens compares with ours. */
  readonly onTokenScale?: (scale: number) => void;
  readonly model: ModelClient;
  /** Hears what happens in it. */
  readonly watch?: ConversationWatch | undefined;
  readonly store: Pick<ConversationStore, "append">;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** It can go on no more in this process. */
  readonly onStopped: () => void;
}
