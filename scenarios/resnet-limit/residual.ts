/** A residual network with the scenario's weights, written out: z ← z + h·W₂ tanh(W₁z + b₁) + h·b₂, a layer N times with h = 1/N. */
import type { Scenario } from '../../core/model/schema';

/**
 * @param document with trained weights; its network reads x and y unscaled
 * @returns the point after so many layers
 * @throws Error where the network has no weights
 */
export function residual({
  networks: [
    {
      hidden: [width],
      outputScale,
      weights,
    },
  ],
}: Scenario) {
  if (weights === undefined) throw new Error('the network has not been trained');
  const bias = 2 * width,
    second = bias + width,
    last = second + 2 * width;
  return (x: number, y: number, layers: number): readonly [number, number] => {
    const scale = outputScale / layers;
    for (let layer = 0; layer < layers; layer++) {
      let [dx, dy] = [weights[last], weights[last + 1]];
      for (let i = 0; i < width; i++) {
        const unit = Math.tanh(weights[2 * i] * x + weights[2 * i + 1] * y + weights[bias + i]);
        dx += weights[second + i] * unit;
        dy += weights[second + width + i] * unit;
      }
      x += scale * dx;
      y += scale * dy;
    }
    return [x, y];
  };
}
