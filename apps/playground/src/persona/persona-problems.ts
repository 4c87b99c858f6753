import { parseJsonObject } from "./json-object.ts";
import { toSettings } from "./persona-body.ts";
import type { FieldName, PersonaFields } from "./persona-fields.ts";

/** What is wrong, at the field that it is about; `form` where it is about none. */
export type Problems = { readonly [Field in FieldName | "form"]?: string };

/** What can be known to be wrong before the server is asked. */
export function findProblems(fields: PersonaFields): Problems {
  const custom = fields.modelKind === "custom";
  return {
    ...(fields.systemPrompt.trim() === "" ? { systemPrompt: "say who the persona is; this cannot be empty" } : {}),
    ...(custom && fields.baseUrl.trim() === "" ? { baseUrl: "give the address of your model's server" } : {}),
    ...(custom && fields.customModel.trim() === ""
      ? { customModel: "give the name that this server knows it by" }
      : {}),
    ...(custom ? findJsonProblem("headers", fields) : {}),
    ...findJsonProblem("extraBody", fields),
  };
}

function findJsonProblem(field: "headers" | "extraBody", fields: PersonaFields): Problems {
  const result = parseJsonObject(fields[field]);
  return result.ok ? {} : { [field]: result.message };
}

/** A refusal of the server, `<path>: <what>`, put to the field of that path. */
export function placeRefusal(message: string, fields: PersonaFields): Problems {
  const at = message.indexOf(": ");
  const path = at < 0 ? "" : message.slice(0, at);
  const setting = toSettings(fields).find((one) => {
    const name = one.path.join(".");
    return path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`);
  });
  if (setting === undefined) return { form: message };
  const name = setting.path.join(".");
  const inside = path.slice(name.length).replace(/^\./, "");
  const what = message.slice(at + 2);
  return { [setting.field]: inside === "" ? what : `${inside}: ${what}` };
}

export function hasProblems(problems: Problems): boolean {
  return Object.keys(problems).length > 0;
}
