#!/usr/bin/env node
// The `doflow` command: builds the Node side where it is missing or old, then hands over to it.
import { ensure } from './ensure.mjs';

const needsWindow = process.argv[2] === 'serve' && !process.argv.includes('--help');
await ensure('node');
if (needsWindow) await ensure('renderer');
await import('../dist/node/cli.js');
