// The elements of the map and their size: a picture, and labels over it.

/** Pixels of the device per CSS pixel, at most two: more costs much and shows little. */
const MOST_RATIO = 2;

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

export interface Stage {
  readonly element: HTMLElement;
  frame(): Frame;
  /** Whether the browser has laid out the page, so that the size is the one to draw for. */
  ready(): boolean;
  destroy(): void;
}

export function makeStage(host: HTMLElement, canvases: readonly HTMLCanvasElement[], resized: () => void): Stage {
  const element = document.createElement("div");
  element.className = "map-stage";
  element.tabIndex = 0;
  Object.assign(element.style, { position: "absolute", inset: "0", overflow: "hidden", touchAction: "none" });
  Object.assign(element.style, { userSelect: "none", cursor: "grab", webkitUserSelect: "none" });
  for (const canvas of canvases) {
    canvas.setAttribute("aria-hidden", "true");
    const place = { position: "absolute", inset: "0", width: "100%", height: "100%", pointerEvents: "none" };
    Object.assign(canvas.style, { ...place, display: "block" });
    element.append(canvas);
  }
  if (getComputedStyle(host).position === "static") host.style.position = "relative";
  host.append(element);
  let size = sizeOf(element);
  let ready = false;
  const observer = new ResizeObserver(() => {
    const now = sizeOf(element);
    if (ready && now.width === size.width && now.height === size.height && now.ratio === size.ratio) return;
    size = now;
    ready = true;
    resized();
  });
  observer.observe(element);
  return {
    element,
    frame: () => size,
    ready: () => ready,
    destroy: () => {
      observer.disconnect();
      element.remove();
    },
  };
}

function sizeOf(element: HTMLElement): Frame {
  const ratio = Math.min(MOST_RATIO, window.devicePixelRatio || 1);
  return { width: Math.max(1, element.clientWidth), height: Math.max(1, element.clientHeight), ratio };
}
