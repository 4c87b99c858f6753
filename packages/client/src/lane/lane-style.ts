/** The look of a lane: hue says who (user, model, tool, error), fill and line say what became of it. */
export const laneStyle = `
.lane{--paper:#fff;--ink:#1c2026;--quiet:#57606a;--user:#57606a;--decide:#57606a;--model:#1f5fc4;--fill:#1f5fc4;--on:#fff;--tool:#7d6229;--error:#a8200d;--line:#dde1e6;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-variant-numeric:tabular-nums}
@media (prefers-color-scheme:dark){.lane{--paper:#0f1115;--ink:#e4e8ee;--quiet:#9aa4b2;--user:#9aa4b2;--model:#5aa9ff;--fill:#2f6fd0;--on:#fff;--tool:#e8cf8f;--error:#ef6a60;--line:#262c36}}
.paper{fill:var(--paper)}
.halo{paint-order:stroke;stroke:var(--paper);stroke-width:4;stroke-linejoin:round}
.t-ink{fill:var(--ink)}.t-quiet{fill:var(--quiet)}.t-user{fill:var(--user)}.t-model{fill:var(--model)}.t-error{fill:var(--error)}.t-on{fill:var(--on)}
.t-struck{fill:var(--quiet);text-decoration:line-through}
.hatch-model{stroke:var(--model);stroke-width:1.4}.hatch-quiet{stroke:var(--quiet);stroke-width:1}
.r-waiting{fill:var(--paper);stroke:var(--model)}
.r-drafting,.r-held{fill:var(--model);fill-opacity:.24;stroke:var(--model)}
.r-flowing{fill:var(--fill)}
.r-dead,.r-taken-back{fill:url(#lane-dead);stroke:var(--model);stroke-dasharray:4 3}
.r-failed{fill:var(--error);fill-opacity:.14;stroke:var(--error)}
.r-heard{fill:var(--model);fill-opacity:.2}
.r-unheard{fill:url(#lane-unknown);stroke:var(--quiet);stroke-dasharray:3 3}
.r-tool{fill:var(--tool);fill-opacity:.2;stroke:var(--tool)}
.r-decide{fill:var(--decide)}.r-release{fill:var(--user);fill-opacity:.5}.r-model{fill:var(--fill)}.r-voice{fill:var(--model);fill-opacity:.25}
.r-unexplained{fill:url(#lane-unknown);stroke:var(--quiet);stroke-opacity:.5}
.r-word{fill:var(--user)}.r-struck{fill:var(--quiet);fill-opacity:.5}
.r-window{fill:var(--quiet);fill-opacity:.12;stroke:var(--quiet);stroke-opacity:.6}
path{fill:none}
.l-row,.l-tick{stroke:var(--line)}
.l-commit{stroke:var(--ink);stroke-width:1.5}.l-taken-back{stroke:var(--quiet);stroke-width:1.5;stroke-dasharray:4 3}
.l-estimate{stroke:var(--quiet);stroke-width:1.5;stroke-dasharray:1.5 3}
.l-edge{stroke:var(--model)}.l-cap{stroke:var(--ink)}
`;
