/** What the main process and the compute process say to each other. */
import type { Envelope } from '../core/service/contract';

export type ToCompute =
  /** from the window; validated by the compute process */
  | { readonly kind: 'envelope'; readonly envelope: unknown }
  /** the user has chosen this file: the window may open and save it from now on */
  | { readonly kind: 'grant'; readonly path: string };

export type FromCompute = { readonly kind: 'envelope'; readonly envelope: Envelope };
