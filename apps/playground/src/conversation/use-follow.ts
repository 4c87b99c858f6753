import { useCallback, useEffect, useRef, useState } from "react";
import type { RefCallback } from "react";

/** Nearer than this to the end counts as being there. */
const NEAR_PX = 48;

export interface Follow {
  readonly scroller: RefCallback<HTMLElement>;
  readonly following: boolean;
  readonly toEnd: () => void;
  /** Stays where the reader looks now. */
  readonly stay: () => void;
}

/** Keeps the end of a growing list in sight, until whoever reads it scrolls away. */
export function useFollow(): Follow {
  const element = useRef<HTMLElement>(undefined);
  const wanted = useRef(true);
  const [following, setFollowing] = useState(true);

  const want = useCallback((follow: boolean) => {
    wanted.current = follow;
    setFollowing(follow);
  }, []);

  const toEnd = useCallback(() => {
    want(true);
    element.current?.scrollTo({ top: element.current.scrollHeight, behavior: "instant" });
  }, [want]);

  const scroller = useCallback<RefCallback<HTMLElement>>(
    (node) => {
      if (node === null) return undefined;
      element.current = node;
      let top = node.scrollTop;
      const onScroll = () => {
        const rest = node.scrollHeight - node.clientHeight - node.scrollTop;
        // Only a move up leaves: what grows at the end moves nothing, and must not count.
        if (rest <= NEAR_PX) want(true);
        else if (node.scrollTop < top) want(false);
        top = node.scrollTop;
      };
      const grown = new ResizeObserver(() => {
        if (wanted.current) node.scrollTo({ top: node.scrollHeight, behavior: "instant" });
      });
      node.addEventListener("scroll", onScroll, { passive: true });
      grown.observe(node);
      for (const child of node.children) grown.observe(child);
      return () => {
        node.removeEventListener("scroll", onScroll);
        grown.disconnect();
      };
    },
    [want],
  );

  const stay = useCallback(() => want(false), [want]);

  useEffect(() => toEnd(), [toEnd]);
  return { scroller, following, toEnd, stay };
}
