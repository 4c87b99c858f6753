import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The server to talk to while developing; `node --conditions=repartee packages/server/src/main.ts start`. */
const server = process.env["REPARTEE_URL"] ?? "http://127.0.0.1:7575";

// Only what the server's content security policy lets through: files of its own, nothing inline.
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  plugins: [react()],
  resolve: { conditions: ["repartee", "browser", "module", "import", "default"] },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
  },
  server: {
    proxy: {
      "/v2": { target: server, ws: true, changeOrigin: true },
      "/session": { target: server, changeOrigin: true },
    },
  },
});
