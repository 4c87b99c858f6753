import type { ReactNode } from "react";

/** The product's sign: someone speaks, the turn ends, the reply is there. */
export function Mark(): ReactNode {
  return (
    <svg width="20" height="20" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--model-fill)" />
      <rect x="6" y="8.5" width="13" height="5" rx="2.5" fill="#fff" fillOpacity=".55" />
      <rect x="13" y="18.5" width="13" height="5" rx="2.5" fill="#fff" />
      <path d="M19 6v20" stroke="#fff" strokeWidth="1.6" strokeDasharray="2 2.2" />
    </svg>
  );
}
