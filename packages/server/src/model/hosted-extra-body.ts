type ExtraBody = Readonly<Record<string, unknown>>;

/** The only keys that a persona may set for any hosted model, and how far. */
const limits: Readonly<Record<string, readonly [number, number]>> = { temperature: [0, 2], top_p: [0, 1] };

/** What is wrong with the `extra_body` of a persona on a hosted model, or undefined; the operator may allow more keys. */
export function hostedExtraBodyProblem(extraBody: ExtraBody, allowed: readonly string[] = []): string | undefined {
  for (const [name, value] of Object.entries(extraBody)) {
    if (allowed.includes(name)) continue;
    const limit = Object.hasOwn(limits, name) ? limits[name] : undefined;
    if (limit === undefined) {
      const taken = [...Object.keys(limits), ...allowed];
      const list = `${taken.slice(0, -1).join(", ")} and ${taken.at(-1)}`;
      return `layers.llm.extra_body.${name}: a hosted model takes ${list} only; give a base_url to send more`;
    }
    const [least, most] = limit;
    if (typeof value !== "number" || !(value >= least && value <= most)) {
      return `layers.llm.extra_body.${name}: must be a number from ${least} to ${most}`;
    }
  }
  return undefined;
}

/** What of it a model takes that the persona did not choose itself: one that answers in place of another. */
export function takenExtraBody(extraBody: ExtraBody, allowed: readonly string[] = []): ExtraBody {
  return Object.fromEntries(
    Object.entries(extraBody).filter(([name]) => Object.hasOwn(limits, name) || allowed.includes(name)),
  );
}
