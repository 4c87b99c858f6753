import fc from "fast-check";
import { expect, test } from "vitest";
import { closeReason } from "./close-reason.ts";

test("L31 a reason fits into a close frame, whatever characters it has, and is cut at none of them", () => {
  expect(closeReason("short")).toBe("short");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      const reason = closeReason(text);
      expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
      expect(Buffer.from(text).subarray(0, Buffer.byteLength(reason)).toString()).toBe(reason);
    }),
  );
});
