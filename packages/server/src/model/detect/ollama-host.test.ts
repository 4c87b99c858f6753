import fc from "fast-check";
import { expect, test } from "vitest";
import { readOllamaHost } from "./ollama-host.ts";

test.each([
  ["127.0.0.1", "http://127.0.0.1:11434"],
  ["127.0.0.1:9000", "http://127.0.0.1:9000"],
  ["myhost", "http://myhost:11434"],
  ["myhost:80", "http://myhost:80"],
  [":9000", "http://127.0.0.1:9000"],
  ["0.0.0.0", "http://127.0.0.1:11434"],
  ["0.0.0.0:9000", "http://127.0.0.1:9000"],
  ["http://0.0.0.0:9000", "http://127.0.0.1:9000"],
  ["::1", "http://[::1]:11434"],
  ["[::1]:9000", "http://[::1]:9000"],
  ["[::]:9000", "http://[::1]:9000"],
  ["http://gpu.lan", "http://gpu.lan:80"],
  ["https://gpu.lan", "https://gpu.lan:443"],
  ["https://gpu.lan:8443/ollama/", "https://gpu.lan:8443/ollama"],
  [' "myhost:1" ', "http://myhost:1"],
])("M41 OLLAMA_HOST=%s is %s", (text, origin) => {
  expect(readOllamaHost(text)).toBe(origin);
});

test.each(["unix:///run/ollama.sock", "http://", "host name", "host:port", "http://me:secret@host", "host:99999"])(
  "M41 OLLAMA_HOST=%s is no address",
  (text) => {
    expect(readOllamaHost(text)).toBeUndefined();
  },
);

test("M41 whatever it holds, it becomes an origin or nothing", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain()), (text) => {
      const origin = readOllamaHost(text);
      expect(origin === undefined || /^https?:\/\/[^/]+:\d+/.test(origin)).toBe(true);
    }),
  );
});
