// Gives a child of the stand-in's utilityProcess what Electron gives it: process.parentPort.
import { EventEmitter } from 'node:events';

const port = new EventEmitter();
port.postMessage = (message) => process.send(message);
// messages wait in the channel until someone listens
port.once('newListener', () => process.on('message', (data) => port.emit('message', { data })));
process.parentPort = port;
// as in Electron, it ends with the process that started it
process.on('disconnect', () => process.exit());
