import { examinationSteps } from "../ports/examination.ts";
import type { Examination, ExaminationRequest, ExaminationStep, Finding } from "../ports/examination.ts";
import { capabilitiesOf } from "./diagnose-abilities.ts";
import { skipped, spanText, warning } from "./finding.ts";
import * as abilities from "./stages-abilities.ts";
import * as pace from "./stages-pace.ts";
import * as reach from "./stages-reach.ts";
import { shownBaseUrl, startVisit, type VisitParts } from "./start-visit.ts";
import type { Visit } from "./visit.ts";

export interface ExamineParts extends VisitParts {
  /** Called before a stage, with its first step, and for each finding as it is made. */
  readonly onStep?: (step: ExaminationStep) => void;
  readonly onFinding?: (finding: Finding) => void;
}

interface Stage {
  readonly steps: readonly ExaminationStep[];
  /** May stop early: the steps that it does not answer were not come to. */
  readonly run: (visit: Visit) => Promise<readonly Finding[]>;
}

const stages: readonly Stage[] = [
  { steps: ["base_url"], run: reach.readBaseUrl },
  { steps: ["name", "address", "connection", "tls"], run: reach.reachIt },
  { steps: ["authorization", "answer", "stream", "usage"], run: reach.askFirst },
  { steps: ["speed", "keep_alive"], run: pace.measureSpeed },
  { steps: ["overlap"], run: pace.overlap },
  { steps: ["abort"], run: pace.leave },
  { steps: ["tools"], run: abilities.tryTools },
  { steps: ["system_messages"], run: abilities.trySystemMessages },
  { steps: ["long_context"], run: abilities.tryLongContext },
  { steps: ["prefix_continuation"], run: abilities.tryContinuation },
  { steps: ["vision"], run: abilities.tryVision },
];

/** Where one of these fails, nothing after it can be tried. */
const fatal: ReadonlySet<ExaminationStep> = new Set(examinationSteps.slice(0, examinationSteps.indexOf("usage")));

/** Walks along one upstream, from its name to what it can do. Rejects only when `signal` is aborted. */
export async function examine(request: ExaminationRequest, parts: ExamineParts): Promise<Examination> {
  const { upstream } = request;
  const began = parts.clock.now();
  const { kind, baseUrl } = upstream;
  if (kind === "stand-in" || baseUrl === undefined) return report(request, standIn(parts), { tookMs: 0 });
  const visit = startVisit({ ...request, baseUrl }, parts);
  const findings = await walk(visit, parts);
  // Where nothing could be asked, nothing was learned.
  const stream = findings.find((finding) => finding.step === "stream")?.state;
  const reached = stream === "ok" || stream === "warning";
  return report(request, findings, {
    tookMs: parts.clock.now() - began,
    baseUrl: shownBaseUrl(upstream),
    ...(reached ? { capabilities: capabilitiesOf(visit.learned.abilities) } : {}),
  });
}

async function walk(visit: Visit, parts: ExamineParts): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const stage of stages) {
    const stopped = reasonToStop(visit, findings);
    if (stopped === undefined) parts.onStep?.(stage.steps[0] ?? "base_url");
    const found = stopped === undefined ? await stage.run(visit) : [];
    visit.signal.throwIfAborted();
    const held = found.map((finding) => withoutSecrets(visit, withinTime(visit, finding)));
    const why = stopped ?? reasonToStop(visit, held) ?? "it was not come to";
    const rest = stage.steps.slice(held.length).map((step) => skipped(step, why));
    for (const finding of [...held, ...rest]) {
      findings.push(finding);
      parts.onFinding?.(finding);
    }
  }
  return findings;
}

function reasonToStop({ clock, deadlineMs, limits }: Visit, findings: readonly Finding[]): string | undefined {
  const broken = findings.find((finding) => finding.state === "failed" && fatal.has(finding.step));
  if (broken !== undefined) return `${broken.step} failed`;
  return clock.now() < deadlineMs ? undefined : `no time was left of ${spanText(limits.walkMs)}`;
}

/** A step that the end of the walk cut short tells nothing about the server. */
function withinTime({ clock, deadlineMs, limits }: Visit, finding: Finding): Finding {
  const cut = finding.state !== "ok" && !fatal.has(finding.step) && clock.now() >= deadlineMs;
  return cut ? skipped(finding.step, `no time was left of ${spanText(limits.walkMs)}`) : finding;
}

/** Whatever a step took its words from. */
function withoutSecrets({ clean }: Visit, finding: Finding): Finding {
  return {
    ...finding,
    measured: clean(finding.measured),
    ...(finding.why === undefined ? {} : { why: clean(finding.why) }),
    ...(finding.change === undefined ? {} : { change: clean(finding.change) }),
  };
}

function standIn({ onFinding }: ExamineParts): readonly Finding[] {
  const findings = examinationSteps.map((step) =>
    step === "answer"
      ? warning(step, {
          measured: "the understudy answers",
          why: "no model serves this name: what is said comes from the persona's own text",
          change: "start a local model server, or map the name in repartee.config.json",
        })
      : skipped(step, "there is no server"),
  );
  for (const finding of findings) onFinding?.(finding);
  return findings;
}

type Rest = Pick<Examination, "tookMs"> & Partial<Pick<Examination, "baseUrl" | "capabilities">>;

function report({ upstream }: ExaminationRequest, findings: readonly Finding[], rest: Rest): Examination {
  const healthy = findings.every((finding) => finding.state !== "failed");
  return { name: upstream.name, model: upstream.model, healthy, findings, capabilities: {}, ...rest };
}
