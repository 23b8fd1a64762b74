/** The points of a sparkline and its lines in SVG. */
export type Point = { price: number; isPredicted: boolean };

/** Lines as the `points` of SVG polylines; the forecast starts where the closes end. */
export type Lines = { actual: string; predicted: string };

/** Lay the closes and the forecast into a box, with room for the width of the line. */
export function sparkline(points: Point[], width: number, height: number, margin = 2): Lines {
  const prices = points.map((point) => point.price);
  const lowest = Math.min(...prices);
  const span = Math.max(...prices) - lowest;
  const step = points.length > 1 ? (width - 2 * margin) / (points.length - 1) : 0;
  const places = points.map((point, index) => {
    const x = margin + index * step;
    // A constant price is a line through the middle.
    const share = span > 0 ? (point.price - lowest) / span : 0.5;
    return `${round(x)},${round(height - margin - share * (height - 2 * margin))}`;
  });
  const first = points.findIndex((point) => point.isPredicted);
  if (first < 0) return { actual: places.join(" "), predicted: "" };
  return {
    actual: places.slice(0, first).join(" "),
    predicted: places.slice(Math.max(0, first - 1)).join(" "),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
