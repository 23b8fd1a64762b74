import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const API = process.env.VN30_API_URL ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // `npm run dev` beside `make demo`: pages from here, answers from there.
  // With the host of the page: the API refuses a cookie that comes from the page of another host.
  server: { proxy: { "/api": { target: API, changeOrigin: false } } },
  build: {
    // The content security policy has no place for inlined pictures or preload scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    restoreMocks: true,
    testTimeout: 20_000,
    // Rules need no page, whose making takes longer than they do.
    projects: [
      { extends: true, test: { name: "rules", include: ["src/**/*.test.ts"], environment: "node" } },
      {
        extends: true,
        test: {
          name: "screens",
          include: ["src/**/*.test.tsx"],
          environment: "jsdom",
          setupFiles: ["src/test/setup.ts"],
        },
      },
    ],
  },
});
