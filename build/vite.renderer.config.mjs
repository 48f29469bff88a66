// The window: Svelte sources to static files that app:// and the local server serve alike.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

export default defineConfig({
  root: at('renderer'),
  configFile: false,
  base: './',
  logLevel: 'warn',
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
  build: {
    target: 'chrome130',
    outDir: at('dist/renderer'),
    emptyOutDir: true,
    // inlined assets would need data: in the content policy
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
    reportCompressedSize: false,
  },
});
