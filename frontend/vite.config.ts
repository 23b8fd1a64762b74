import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { paraglideVitePlugin } from "@inlang/paraglide-js";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { pseudoProject } from "./pseudo.ts";

const PSEUDO = process.env.VN30_PSEUDO ? "node_modules/.pseudo" : undefined;
// Tests read the messages of `npm run generate`, all of a language from one file; pages load those that they use.
const OUT = PSEUDO ? `./${PSEUDO}/paraglide` : process.env.VITEST ? "./src/paraglide" : "./.paraglide";
// The language that the user has chosen, else the browser's.
const STRATEGY = ["localStorage", "preferredLanguage", "baseLocale"] as const;
const API = process.env.VN30_API_URL ?? "http://127.0.0.1:8000";

/** Writes each script and style compressed beside itself, once and as small as gzip makes it, for the API. */
function precompressed(): Plugin {
  return {
    name: "precompressed",
    apply: "build",
    writeBundle({ dir = "" }, bundle) {
      for (const name of Object.keys(bundle).filter((file) => /\.(css|js)$/.test(file))) {
        const path = join(dir, name);
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [
    ...(process.env.VITEST
      ? []
      : [
          paraglideVitePlugin({
            project: PSEUDO ? pseudoProject(PSEUDO) : "./project.inlang",
            outdir: OUT,
            strategy: [...STRATEGY],
          }),
        ]),
    react(),
    precompressed(),
  ],
  resolve: {
    alias: {
      "@/paraglide": fileURLToPath(new URL(OUT, import.meta.url)),
      "@": fileURLToPath(new URL("./src", import.meta.url)),
    },
  },
  // `npm run dev` beside `make demo`: pages from here, answers from there.
  // With the host of the page: the API refuses a cookie that comes from the page of another host.
  server: { proxy: { "/api": { target: API, changeOrigin: false } } },
  build: {
    // `VN30_PSEUDO=1 npm run build`: an app whose texts show that they are of the catalogues.
    outDir: PSEUDO ? "dist-pseudo" : "dist",
    // The content security policy has no place for inlined pictures or preload scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    restoreMocks: true,
    // A busy machine takes several times as long as a free one.
    testTimeout: 60_000,
    // Rules need no page, whose making takes longer than they do.
    projects: [
      // They share a process as well, as nothing of them stays: to start one for each takes longer, too.
      {
        extends: true,
        test: { name: "rules", include: ["src/**/*.test.ts"], environment: "node", isolate: false },
      },
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
