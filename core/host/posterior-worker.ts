/** Entry of a worker thread that draws from the posterior of one fit and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { samplePosterior, type PosteriorTask } from '../fit/posterior';

parentPort!.postMessage(samplePosterior(workerData as PosteriorTask));
