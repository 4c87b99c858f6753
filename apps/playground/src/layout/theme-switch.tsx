import { useState } from "react";
import type { ReactNode } from "react";
import { applyTheme, nextTheme, readTheme } from "./theme.ts";

/** Light, dark, or as the system has it. */
export function ThemeSwitch(): ReactNode {
  const [theme, setTheme] = useState(readTheme);
  const turn = () => {
    const next = nextTheme(theme);
    setTheme(next);
    applyTheme(next);
  };
  return (
    <button type="button" aria-label={`Colours: ${theme}`} title={`Colours: ${theme}`} onClick={turn}>
      <span aria-hidden="true">{glyphs[theme]}</span>
    </button>
  );
}

const glyphs = { system: "◐", light: "☀\ufe0e", dark: "☾" } as const;
