/** `desktop`: a mouse, and room for names beside the bars; `phone`: fingers, and names above the bars. */
export type Density = "desktop" | "phone";

/** LN11 The measures of a density, in pixels. Rows are never stretched. */
export interface Metrics {
  /** Where the names of rows stand; 0: above their bars. */
  readonly gutterPx: number;
  readonly edgePx: number;
  readonly wordsRowPx: number;
  readonly rowPx: number;
  /** From the top of a row to its bar, and to the baseline of its text. */
  readonly barTopPx: number;
  readonly textPx: number;
  readonly barPx: number;
  /** So that what was short is still seen, and hit. */
  readonly leastBarPx: number;
  readonly leastHitPx: number;
  readonly tickApartPx: number;
}

export const metricsOf: Readonly<Record<Density, Metrics>> = {
  desktop: {
    gutterPx: 84,
    edgePx: 12,
    wordsRowPx: 26,
    rowPx: 26,
    barTopPx: 5,
    textPx: 17,
    barPx: 16,
    leastBarPx: 4,
    leastHitPx: 24,
    tickApartPx: 90,
  },
  phone: {
    gutterPx: 0,
    edgePx: 12,
    wordsRowPx: 38,
    rowPx: 44,
    barTopPx: 22,
    textPx: 15,
    barPx: 16,
    leastBarPx: 6,
    leastHitPx: 44,
    tickApartPx: 76,
  },
};

/** The narrowest picture that is drawn; what is narrower is drawn so wide. */
export const LEAST_WIDTH_PX = 240;
