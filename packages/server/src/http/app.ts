import { OpenAPIHono } from "@hono/zod-openapi";
import type { Door, DoorEnv } from "./door.ts";
import { createErrorAnswer, nowhere } from "./error-answer.ts";
import { createGuard } from "./guard.ts";
import type { AppParts } from "./parts.ts";
import { createPreparation } from "./preparation.ts";
import { registerConversations } from "./routes/conversations.ts";
import { registerDoctor } from "./routes/doctor.ts";
import { registerHealth } from "./routes/health.ts";
import { registerHostedModels } from "./routes/hosted-models.ts";
import { registerInteractions } from "./routes/interactions.ts";
import { registerMetrics } from "./routes/metrics.ts";
import { describeOpenAi } from "./routes/openai.ts";
import { registerOpenApi } from "./routes/openapi.ts";
import { registerPersonas } from "./routes/personas.ts";
import { registerPlayground } from "./routes/playground.ts";
import { registerSession } from "./routes/session.ts";
import { registerTurns } from "./routes/turns.ts";

/** Everything that Repartee answers over HTTP, as one app of web-standard requests and responses. */
export function createApp(parts: AppParts): Door {
  const app = new OpenAPIHono<DoorEnv>();
  app.onError(createErrorAnswer(parts.log));
  app.notFound(nowhere);
  app.use("*", createPreparation(parts.ids));
  app.use("*", createGuard(parts));
  registerHealth(app, parts);
  registerSession(app, parts);
  registerPersonas(app, parts);
  registerConversations(app, parts);
  registerInteractions(app, parts);
  registerTurns(app, parts);
  registerHostedModels(app, parts);
  registerDoctor(app, parts);
  registerMetrics(app, parts);
  describeOpenAi(app);
  registerOpenApi(app);
  registerPlayground(app, parts);
  return app;
}
