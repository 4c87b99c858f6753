import { examinations } from "@repartee/protocol";
import type { Examinations } from "@repartee/protocol";

import { expectAnswer } from "./expect-answer.ts";
import type { SendRequest } from "./http.ts";
import type { CallOptions } from "./personas.ts";

export interface ExamineOptions extends CallOptions {
  /** Sends about 25,000 tokens where 8,000 are usual. */
  readonly long?: boolean;
}

/** The server's doctor. */
export interface DoctorCalls {
  /** Examines what answers for a persona (by its id) or a hosted name; takes up to a minute for each server of it. */
  examine(target: string, options?: ExamineOptions): Promise<Examinations>;
}

export function createDoctorCalls(send: SendRequest): DoctorCalls {
  return {
    async examine(target, { signal, long } = {}) {
      const body = { target, ...(long === undefined ? {} : { long }) };
      return expectAnswer(examinations, (await send({ method: "POST", path: "/v2/doctor", body, signal })).body);
    },
  };
}
