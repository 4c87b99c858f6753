import type { ComponentType } from "react";
import { lazyView } from "../layout/lazy-view.tsx";
import type { TurnDetailProps } from "./turn-detail.tsx";

/** All that is known of a turn: of no use before there is one. */
export const TurnDetail: ComponentType<TurnDetailProps> = lazyView<TurnDetailProps>({
  load: () => import("./turn-detail.tsx").then((part) => part.TurnDetail),
  name: "what is known of the turn",
});
