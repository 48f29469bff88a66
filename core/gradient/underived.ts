/** For equations that are solved and never differentiated: what a gradient of the gradient itself would ask for. */
import type { VectorFunction } from '../solve/system';

export const noDerivatives = (): never => {
  throw new Error('equations of a gradient are solved, not differentiated');
};

export const underived: Pick<VectorFunction, 'vjp' | 'jvp' | 'timeDerivative'> = {
  vjp: noDerivatives,
  jvp: noDerivatives,
  timeDerivative: noDerivatives,
};
