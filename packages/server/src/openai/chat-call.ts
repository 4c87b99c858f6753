import { parseJson } from "../http/json-body.ts";
import { chatCompletionRequest, type ChatCompletionRequest } from "../http/schemas/chat-completion.ts";
import { inWords, pathInWords, schemaProblems } from "../json/schema-problem.ts";
import type { ModelMessage, ModelTool } from "../ports/model-client.ts";
import { toModelMessages } from "./messages.ts";
import { parametersOf } from "./parameters.ts";
import { OpenAiProblem } from "./problem.ts";

/** What a caller asked for, checked. */
export interface ChatCall {
  /** As the caller spelled it; answers repeat it. */
  readonly model: string;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  readonly streamed: boolean;
  /** Whether a stream ends with a chunk that counts tokens. */
  readonly usage: boolean;
  /** What else stands at the top level of the body, in its own words. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Of the whole body: no text in it has more tokens than that. */
  readonly bytes: number;
}

/** Reads a body; throws `OpenAiProblem` with the path of the first member that is wrong. */
export function readChatCall(text: string): ChatCall {
  const parsed = chatCompletionRequest.safeParse(parseJson(text), { error: inWords });
  if (!parsed.success) {
    const [first] = schemaProblems(parsed.error);
    const param = pathInWords(first?.path ?? []);
    throw new OpenAiProblem(400, `${param}: ${first?.message ?? "is not valid"}`, { param });
  }
  const { model, stream, stream_options: options, messages, tools } = parsed.data;
  return {
    model,
    messages: toModelMessages(messages),
    tools: (tools ?? []).map(toTool),
    streamed: stream === true,
    usage: options?.include_usage === true,
    parameters: parametersOf(parsed.data),
    bytes: Buffer.byteLength(text),
  };
}

type WireTool = NonNullable<ChatCompletionRequest["tools"]>[number];

function toTool({ function: { name, description, parameters, strict } }: WireTool): ModelTool {
  return {
    name,
    ...(description == null ? {} : { description }),
    ...(parameters == null ? {} : { parameters }),
    ...(strict == null ? {} : { strict }),
  };
}

/** The persona's tools, then the caller's; one name may stand there once. */
export function joinTools(own: readonly ModelTool[], added: readonly ModelTool[]): readonly ModelTool[] {
  if (added.length === 0) return own;
  const names = new Set(own.map(({ name }) => name));
  for (const [index, { name }] of added.entries()) {
    if (names.has(name)) throw doubleName(index, name, own);
    names.add(name);
  }
  return [...own, ...added];
}

function doubleName(index: number, name: string, own: readonly ModelTool[]): OpenAiProblem {
  const param = `tools.${index}.function.name`;
  const whose = own.some((tool) => tool.name === name) ? "the persona has" : "there already is";
  return new OpenAiProblem(400, `${param}: ${whose} a tool ${JSON.stringify(name)}; give this one another name`, {
    param,
  });
}
