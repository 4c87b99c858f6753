/** What colours the page has: the system's, unless one was chosen. */
export type Theme = "system" | "light" | "dark";

const KEY = "repartee-theme";

const next: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };

/** The order in which the switch goes through them. */
export function nextTheme(theme: Theme): Theme {
  return next[theme];
}

export function readTheme(): Theme {
  const kept = readKept();
  return kept === "light" || kept === "dark" ? kept : "system";
}

/** Puts it on the page, and keeps it for the next visit. */
export function applyTheme(theme: Theme): void {
  document.documentElement.style.colorScheme = theme === "system" ? "" : theme;
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // A browser may forbid storage: the choice then lasts as long as the page.
  }
}

function readKept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // Forbidden: the same as nothing kept.
  }
}
