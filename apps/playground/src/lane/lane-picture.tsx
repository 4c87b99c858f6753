import { memo, useId } from "react";
import type { ReactNode } from "react";
import { isBehind, toPainted } from "@repartee/client/lane";
import type { LaneLayout, Line, Rect } from "@repartee/client/lane";
import styles from "./lane-picture.module.css";

/** A laid out turn, painted. What it shows is said elsewhere: by the buttons over it, and by the table. */
export const LanePicture = memo(function LanePicture({ picture }: { readonly picture: LaneLayout }): ReactNode {
  const id = useId();
  const { width, height, rects, lines, labels } = picture;
  return (
    <svg
      className={styles["picture"]}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      aria-hidden="true"
    >
      <Patterns id={id} />
      {lines.filter(isBehind).map(toLine)}
      {rects.map((rect, index) => (
        <rect key={index} data-look={rect.look} fill={toFill(id, rect)} {...toPainted(rect)} />
      ))}
      {lines.filter((line) => !isBehind(line)).map(toLine)}
      {labels.map(({ text, look, x, y, anchor, size, bold, inside }, index) => (
        <text
          key={index}
          data-look={look}
          data-inside={inside ? "" : undefined}
          x={x}
          y={y}
          textAnchor={anchor}
          fontSize={size}
          fontWeight={bold ? 600 : undefined}
        >
          {text}
        </text>
      ))}
    </svg>
  );
});

function Patterns({ id }: { readonly id: string }): ReactNode {
  return (
    <defs>
      <pattern id={`${id}dead`} width="5" height="5" patternTransform="rotate(45)" patternUnits="userSpaceOnUse">
        <path data-look="dead" d="M0 0V5" />
      </pattern>
      <pattern id={`${id}unknown`} width="6" height="6" patternTransform="rotate(45)" patternUnits="userSpaceOnUse">
        <path data-look="unknown" d="M0 0V6" />
      </pattern>
    </defs>
  );
}

/** Patterns have names of their own in every picture, so that one that is hidden takes none from another. */
function toFill(id: string, { look }: Rect): string | undefined {
  if (look === "dead" || look === "taken-back") return `url(#${id}dead)`;
  return look === "unheard" || look === "unexplained" ? `url(#${id}unknown)` : undefined;
}

function toLine({ look, x1, y1, x2, y2 }: Line, index: number): ReactNode {
  return <path key={index} data-look={look} d={`M${x1} ${y1}L${x2} ${y2}`} />;
}
