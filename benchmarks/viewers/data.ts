// What all measured pages share: the graph out of the page, and how they say that they are done.

export interface Columns {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly size: Float32Array;
  readonly cluster: Uint32Array;
  readonly source: Uint32Array;
  readonly target: Uint32Array;
}

/** How the benchmark moves the camera: by pixels, and by a factor about the middle. */
export interface Bench {
  pan(dx: number, dy: number): void;
  zoom(factor: number): void;
}

declare global {
  interface Window {
    bench: Bench;
  }
}

const TYPES = { x: Float32Array, y: Float32Array, size: Float32Array, cluster: Uint32Array, source: Uint32Array, target: Uint32Array };

/** Columns as gzip in base64, one element each. */
export async function columns(): Promise<Columns> {
  const entries = Object.entries(TYPES).map(async ([name, type]) => {
    const element = document.getElementById(name);
    const bytes = Uint8Array.from(atob(element?.textContent ?? ""), (letter) => letter.charCodeAt(0));
    element?.remove();
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return [name, new type(await new Response(stream).arrayBuffer())];
  });
  return Object.fromEntries(await Promise.all(entries)) as Columns;
}

export const PALETTE = [0x4477aa, 0xee6677, 0x228833, 0xccbb44, 0x66ccee, 0xaa3377, 0x999933, 0x882255];

export function colourOf(cluster: number): number {
  return PALETTE[cluster % PALETTE.length];
}

/** Says that the picture is complete, once all of it is on the screen. */
export function complete(): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      for (const canvas of document.querySelectorAll("canvas")) {
        const gl = canvas.getContext("webgl2");
        gl?.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
      }
      document.documentElement.dataset["picture"] = "complete";
    }),
  );
}
