// Colours: CSS in, numbers out.

let pen: CanvasRenderingContext2D | null = null;

/** Any CSS colour as 0xRRGGBB; what it does not know is grey. */
export function parseColour(css: string): number {
  pen ??= document.createElement("canvas").getContext("2d");
  if (!pen) return 0x808080;
  pen.fillStyle = "#808080";
  pen.fillStyle = css;
  return numberOf(pen.fillStyle);
}

/** `#rrggbb` or `rgba(r, g, b, a)`, as a canvas writes its fill style. */
export function numberOf(text: string): number {
  if (text.startsWith("#")) return parseInt(text.slice(1, 7), 16);
  const [red = 128, green = 128, blue = 128] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return (red << 16) | (green << 8) | blue;
}

export function css(colour: number, alpha = 1): string {
  const [red, green, blue] = [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255];
  return alpha >= 1 ? `rgb(${red},${green},${blue})` : `rgba(${red},${green},${blue},${alpha.toFixed(3)})`;
}

/** Red, green and blue from 0 to 1. */
export function parts(colour: number): [number, number, number] {
  return [((colour >> 16) & 255) / 255, ((colour >> 8) & 255) / 255, (colour & 255) / 255];
}
