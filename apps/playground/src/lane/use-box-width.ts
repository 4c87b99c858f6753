import { useLayoutEffect, useRef, useState } from "react";
import type { RefObject } from "react";

/** The width of the box that an element has, as it changes; `first` until it was measured. */
export function useBoxWidth<Element extends HTMLElement>(first: number): readonly [RefObject<Element | null>, number] {
  const ref = useRef<Element>(null);
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void => setWidth(Math.floor(element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
