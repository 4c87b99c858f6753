import { registerHooks } from "node:module";

// Loaded into a server's process before the server (`--import`), with a fold in its address (`?fold=0`): its model of
// completeness is then the one that was trained without the calls of this fold.

const fold = Number(new URL(import.meta.url).searchParams.get("fold"));
const weights = "/packages/engine/src/policy/completeness/weights.ts";
const folds = new URL("../completeness/fold-weights.ts", import.meta.url).href;

registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith(weights)) return nextLoad(url, context);
    const source = [
      `export * from ${JSON.stringify(`${url}?trained`)};`,
      `import { foldWeights } from ${JSON.stringify(folds)};`,
      `export const trainedWeights = foldWeights[${fold}];`,
    ].join("\n");
    return { format: "module", source, shortCircuit: true };
  },
});
