/** The colours of conditions, starts and fits, in turn. */
const ARMS = 7;

/** @returns a stroke for the index; the ink, 0, is for what stands for all and for an index below 0 */
export const strokeOf = (index: number): number => (index < 0 ? 0 : 1 + (index % ARMS));
