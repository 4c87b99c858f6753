import { describe, expect, test } from "vitest";
import { emptyFields } from "./persona-fields.ts";
import { findProblems, placeRefusal } from "./persona-problems.ts";

const custom = { ...emptyFields, systemPrompt: "Be brief.", modelKind: "custom" } as const;

describe("what is wrong with a persona", () => {
  test("is known before it is sent, where that can be known", () => {
    expect(findProblems({ ...custom, systemPrompt: " ", headers: "[1]", extraBody: "{" })).toEqual({
      systemPrompt: "say who the persona is; this cannot be empty",
      baseUrl: "give the address of your model's server",
      customModel: "give the name that this server knows it by",
      headers: 'expected a JSON object, such as {"temperature": 0.4}',
      extraBody: expect.stringMatching(/^not JSON: /),
    });
  });

  test("fields that are not shown are not wrong", () => {
    expect(findProblems({ ...emptyFields, systemPrompt: "Be brief.", headers: "{" })).toEqual({});
  });

  test("a refusal goes to the field of its path", () => {
    expect(placeRefusal("layers.llm.base_url: expected an http:// or https:// URL", custom)).toEqual({
      baseUrl: "expected an http:// or https:// URL",
    });
    expect(placeRefusal("layers.llm.extra_body.stream: cannot be set here", custom)).toEqual({
      extraBody: "stream: cannot be set here",
    });
  });

  test("a model's name is wrong where it was written", () => {
    expect(placeRefusal("layers.llm.model: unknown", custom)).toEqual({ customModel: "unknown" });
    expect(placeRefusal("layers.llm.model: unknown", emptyFields)).toEqual({ hostedModel: "unknown" });
  });

  test("what is about no field stays with the form, whole", () => {
    const message = "the store failed (unavailable): nothing was changed";
    expect(placeRefusal(message, custom)).toEqual({ form: message });
    expect(placeRefusal("layers.llm.model_x: odd", custom)).toEqual({ form: "layers.llm.model_x: odd" });
  });
});
