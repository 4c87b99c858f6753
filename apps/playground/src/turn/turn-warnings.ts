import type { WarningCode } from "@repartee/protocol";

/** Warnings that are shown with the answer that they are about. */
export const turnWarnings: readonly WarningCode[] = ["fallback", "tool_unsupported", "tool_rounds", "tool_result_cut"];
