import { Suspense, lazy } from "react";
import type { ComponentType, ReactNode } from "react";
import styles from "./lazy-view.module.css";

export interface LazyViewOptions<Props> {
  readonly load: () => Promise<ComponentType<Props>>;
  /** What it is, as a sentence goes on: "the picture". */
  readonly name: string;
}

/** A part of the page that comes when it is first shown: the page is of use without it, and says so where it cannot be fetched. */
export function lazyView<Props extends object>({ load, name }: LazyViewOptions<Props>): ComponentType<Props> {
  const Missing = (): ReactNode => (
    <p className={styles["note"]}>The page could not fetch {name}. Is the server running? Reload to try again.</p>
  );
  const View = lazy<ComponentType<Props>>(() =>
    load().then(
      (found) => ({ default: found }),
      () => ({ default: Missing }),
    ),
  );
  return function LazyView(props: Props): ReactNode {
    return (
      <Suspense fallback={<p className={styles["note"]}>Fetching {name}…</p>}>
        <View {...props} />
      </Suspense>
    );
  };
}
