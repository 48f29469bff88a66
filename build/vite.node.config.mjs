// The Node side: command line, workers, and Electron's main and compute processes, as ES modules; dependencies stay
// in node_modules.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

export default defineConfig({
  root: at('.'),
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node20',
    outDir: at('dist/node'),
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        cli: at('core/host/cli/main.ts'),
        worker: at('core/host/worker.ts'),
        training: at('core/host/training-worker.ts'),
        posterior: at('core/host/posterior-worker.ts'),
        clinic: at('core/host/clinic-worker.ts'),
        compute: at('electron/compute.ts'),
        main: at('electron/main.ts'),
      },
      external: ['electron'],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
