/** What a connection may ask for beside the defaults, with what it then gets. */
export const features = {
  prepared: "clauses of drafts, to be synthesised and not played, and word of the ones that are withdrawn",
  drafts: "the life of every draft: started, revoked, adopted, discarded",
  read_tools: "calls of `read` tools before their turn is committed, and word of the ones that are withdrawn",
  streaming: "`conversation.utterance.streaming`, the accumulated words",
} as const;
export type Feature = keyof typeof features;

export function isFeature(name: string): name is Feature {
  return Object.hasOwn(features, name);
}

/** The features that `?features=` names, each once; names of other versions are left out, as a newer client may send them. */
export function parseFeatures(text: string | null | undefined): readonly Feature[] {
  if (text === null || text === undefined) return [];
  const names = text.split(",", 64).map((name) => name.trim());
  return [...new Set(names.filter(isFeature))];
}
