// `npm run pictures [-- FOLDER [WIDTH HEIGHT [light|dark]]]`: takes the pictures of the README again.
import { createServer } from 'vite';
import { ensure, root } from '../../build/ensure.mjs';

await ensure('node');
await ensure('renderer');
const server = await createServer({
  root,
  configFile: false,
  logLevel: 'warn',
  appType: 'custom',
  server: { middlewareMode: true, ws: false },
  optimizeDeps: { noDiscovery: true },
});
try {
  const { takePictures } = await server.ssrLoadModule('/test/browser/pictures.ts');
  const [folder, width, height, scheme] = process.argv.slice(2);
  await takePictures(folder, width === undefined ? undefined : { width: Number(width), height: Number(height) }, scheme);
} finally {
  await server.close();
}
