type ExtraBody = Readonly<Record<string, unknown>>;

/** The only keys that a persona may set for a hosted model, and how far. */
const limits: Readonly<Record<string, readonly [number, number]>> = { temperature: [0, 2], top_p: [0, 1] };

/** What is wrong with the `extra_body` of a persona on a hosted model, or undefined. */
export function hostedExtraBodyProblem(extraBody: ExtraBody): string | undefined {
  for (const [name, value] of Object.entries(extraBody)) {
    const limit = Object.hasOwn(limits, name) ? limits[name] : undefined;
    if (limit === undefined) {
      return `layers.llm.extra_body.${name}: a hosted model takes temperature and top_p only; give a base_url to send more`;
    }
    const [least, most] = limit;
    if (typeof value !== "number" || !(value >= least && value <= most)) {
      return `layers.llm.extra_body.${name}: must be a number from ${least} to ${most}`;
    }
  }
  return undefined;
}
