/** A WebSocket that comes back by itself: messages sent while it opens wait, and a cut is told to the listener. */
import { ServiceError } from './errors';

export interface SocketEvents {
  message(data: unknown): void;
  /** the wire was cut after it had been open */
  lost(): void;
  /** the wire is back after a cut */
  restored(): void;
}

const RETRY_MS = [250, 500, 1_000, 2_000, 4_000];

export class Socket {
  readonly #url: string;
  readonly #events: SocketEvents;
  #socket: WebSocket | null = null;
  #waiting: string[] = [];
  #attempt = 0;
  #wasLost = false;

  constructor(url: string, events: SocketEvents) {
    this.#url = url;
    this.#events = events;
    this.#open();
  }

  /** @throws ServiceError while the wire is cut */
  send(message: unknown): void {
    const text = JSON.stringify(message);
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text);
    else if (this.#wasLost) throw new ServiceError('disconnected', 'The connection to Doflow is down');
    else this.#waiting.push(text);
  }

  #open(): void {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#attempt = 0;
      for (const text of this.#waiting.splice(0)) socket.send(text);
      if (this.#wasLost) this.#events.restored();
      this.#wasLost = false;
    });
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (typeof event.data === 'string') this.#events.message(JSON.parse(event.data));
    });
    socket.addEventListener('close', () => {
      if (!this.#wasLost) {
        this.#wasLost = true;
        this.#waiting = [];
        this.#events.lost();
      }
      const delay = RETRY_MS[Math.min(this.#attempt++, RETRY_MS.length - 1)];
      setTimeout(() => this.#open(), delay);
    });
  }
}
