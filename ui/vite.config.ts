import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where `nrmpctl`'s development bridge listens: only `vite dev` forwards to it. */
const bridge = process.env.NRMP_BRIDGE ?? 'http://127.0.0.1:1421';
const proxy = { '/use-case': bridge, '/events': bridge, '/choose-file': bridge };

export default defineConfig({
  root: at('.'),
  base: './',
  cacheDir: at('../node_modules/.vite'),
  plugins: [svelte({ configFile: at('svelte.config.js') })],
  resolve: { alias: { $lib: at('src/lib') } },
  clearScreen: false,
  server: {
    port: 1420,
    strictPort: true,
    fs: { allow: [at('.'), at('../locales'), at('../node_modules')] },
    proxy,
  },
  preview: { port: 1420, strictPort: true, proxy },
  build: {
    outDir: at('../dist'),
    emptyOutDir: true,
    // The webview on Debian 12 is WebKitGTK 2.50. Nothing is inlined, so the content policy needs no data: for fonts.
    target: 'safari16',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 300,
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
