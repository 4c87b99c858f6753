import { useEffect, useState } from "react";
import type { FlightRecord } from "@repartee/protocol";
import type { ReadFlight } from "./read-flight.ts";

/** Undefined while it is asked for; a text where it could not be had. */
export type FlightAnswer = FlightRecord | string | undefined;

/** The flight record of a turn, asked once; again when `asked` rises. */
export function useFlight(readFlight: ReadFlight, turnIdx: number, asked: number): FlightAnswer {
  const [answer, setAnswer] = useState<FlightAnswer>(undefined);
  useEffect(() => {
    const left = new AbortController();
    readFlight(turnIdx, left.signal).then(setAnswer, (cause: unknown) => {
      if (!left.signal.aborted) setAnswer(cause instanceof Error ? cause.message : String(cause));
    });
    return () => left.abort();
  }, [readFlight, turnIdx, asked]);
  return answer;
}
