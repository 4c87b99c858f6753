import type { Clock } from "../ports/clock.ts";
import type { ConversationDirectory } from "../ports/conversation-directory.ts";
import type { Doctor } from "../ports/examination.ts";
import type { Ids } from "../ports/ids.ts";
import type { Log } from "../ports/log.ts";
import type { ModelReport } from "../ports/model-report.ts";
import type { SecretBox } from "../ports/secret-box.ts";
import type { JsonObject, Store } from "../ports/store.ts";
import type { Auth } from "./auth.ts";
import type { MeetingTokens } from "./meeting-token.ts";
import type { OriginRules } from "./origin.ts";
import type { PageSessions } from "./page-session.ts";

/** What the HTTP app is made of; the composition root puts it together. */
export interface AppParts {
  readonly store: Pick<Store, "personas" | "conversations" | "check">;
  readonly conversations: ConversationDirectory;
  readonly auth: Auth;
  readonly origins: OriginRules;
  readonly sessions: PageSessions;
  readonly meetingTokens: MeetingTokens;
  readonly secretBox: SecretBox;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly log: Log;
  /** What is wrong with a persona's `layers.llm`, if anything: the path of the field, a colon, and what to do. */
  readonly checkLlm: (llm: JsonObject) => string | undefined;
  /** What its author should change about a `layers.llm` that can be used as it is, if anything. */
  readonly adviseLlm: (llm: JsonObject) => string | undefined;
  /** Examines models, and asks one before a persona is stored. */
  readonly doctor: Doctor;
  /** Whether every custom LLM is asked one question before its persona is stored. */
  readonly probeCustomLlms: boolean;
  /** Which model serves each hosted name. */
  readonly models: () => Promise<ModelReport>;
  /** What this process has counted, for Prometheus. */
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** Without a trailing slash; known once the server listens. */
  readonly publicUrl: () => string;
  /** The folder of the built page. */
  readonly pageDir: string;
}
