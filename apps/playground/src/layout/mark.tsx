import type { ReactNode } from "react";

/** The product's sign: someone speaks, and the reply begins before they have ended. */
export function Mark(): ReactNode {
  return (
    <svg width="20" height="20" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--model-fill)" />
      <rect x="5" y="8" width="16" height="6" rx="3" fill="#fff" fillOpacity=".6" />
      <rect x="15" y="18" width="12" height="6" rx="3" fill="#fff" />
    </svg>
  );
}
