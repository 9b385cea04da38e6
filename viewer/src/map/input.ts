// Mouse, touch, pen and wheel as gestures.

/** What the map does; places are CSS pixels from its top left corner. */
export interface Gestures {
  /** What a drag from here does. */
  grab(x: number, y: number, touch: boolean): "pan" | "node" | "lasso";
  pan(dx: number, dy: number): void;
  node(x: number, y: number): void;
  lasso(x: number, y: number): void;
  zoom(x: number, y: number, factor: number, smooth: boolean): void;
  tap(x: number, y: number, event: PointerEvent): void;
  hover(x: number, y: number): void;
  leave(): void;
  /** The last finger or button is up. */
  drop(dragged: boolean): void;
}

interface Finger {
  x: number;
  y: number;
}

/** A press that moves further than this is a drag. */
const SLOP = { mouse: 4, touch: 9 };
const DOUBLE = { ms: 320, px: 28 };

/** The pointer belongs to the map until it is up; events that a program made have none to capture. */
function capture(element: HTMLElement, pointer: number): void {
  try {
    element.setPointerCapture(pointer);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Listens on an element until the signal aborts. */
export function listen(element: HTMLElement, gestures: Gestures, signal: AbortSignal): void {
  const fingers = new Map<number, Finger>();
  let mode: "none" | "press" | "pan" | "node" | "lasso" | "pinch" = "none";
  let start: Finger = { x: 0, y: 0 };
  let last = { x: 0, y: 0, time: -1e9 };

  const place = (event: MouseEvent): Finger => {
    const frame = element.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };

  function down(event: PointerEvent): void {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    const at = place(event);
    fingers.set(event.pointerId, at);
    capture(element, event.pointerId);
    mode = fingers.size === 1 ? "press" : fingers.size === 2 ? "pinch" : mode;
    if (mode === "press") start = at;
  }

  function move(event: PointerEvent): void {
    const at = place(event);
    const finger = fingers.get(event.pointerId);
    if (!finger) {
      if (event.pointerType !== "touch") gestures.hover(at.x, at.y);
      return;
    }
    const touch = event.pointerType === "touch";
    const far = Math.hypot(at.x - start.x, at.y - start.y) > (touch ? SLOP.touch : SLOP.mouse);
    if (mode === "press" && far) mode = gestures.grab(start.x, start.y, touch);
    if (mode === "pinch") pinch(event.pointerId, at);
    if (mode === "pan") gestures.pan(at.x - finger.x, at.y - finger.y);
    if (mode === "node") gestures.node(at.x, at.y);
    if (mode === "lasso") gestures.lasso(at.x, at.y);
    if (mode !== "press") Object.assign(finger, at);
  }

  /** Two fingers: what lies under each stays under it. */
  function pinch(moved: number, at: Finger): void {
    const other = [...fingers].find(([id]) => id !== moved)?.[1];
    const finger = fingers.get(moved);
    if (!other || !finger) return;
    const before = Math.hypot(finger.x - other.x, finger.y - other.y);
    const now = Math.hypot(at.x - other.x, at.y - other.y);
    gestures.pan((at.x - finger.x) / 2, (at.y - finger.y) / 2);
    if (before > 8 && now > 8) gestures.zoom((at.x + other.x) / 2, (at.y + other.y) / 2, now / before, false);
  }

  function up(event: PointerEvent): void {
    if (!fingers.delete(event.pointerId)) return;
    const at = place(event);
    if (mode === "press" && event.type === "pointerup") press(at, event);
    if (fingers.size === 0) {
      gestures.drop(mode !== "press");
      mode = "none";
    } else if (mode === "pinch") mode = "pan";
  }

  /** A tap, or the second of two: that zooms. */
  function press(at: Finger, event: PointerEvent): void {
    const near = Math.hypot(at.x - last.x, at.y - last.y) < DOUBLE.px;
    const twice = near && event.timeStamp - last.time < DOUBLE.ms;
    last = { ...at, time: twice ? -1e9 : event.timeStamp };
    if (twice) gestures.zoom(at.x, at.y, event.shiftKey ? 0.5 : 2, true);
    else gestures.tap(at.x, at.y, event);
  }

  function wheel(event: WheelEvent): void {
    event.preventDefault();
    const at = place(event);
    const unit = event.deltaMode === 1 ? 18 : event.deltaMode === 2 ? 400 : 1;
    // A pinch on a trackpad comes as a wheel with Ctrl, in small steps.
    const delta = Math.max(-240, Math.min(240, event.deltaY * unit)) * (event.ctrlKey ? 5 : 1);
    gestures.zoom(at.x, at.y, Math.exp(-delta * 0.0022), false);
  }

  element.addEventListener("pointerdown", down, { signal });
  element.addEventListener("pointermove", move, { signal });
  element.addEventListener("pointerup", up, { signal });
  element.addEventListener("pointercancel", up, { signal });
  element.addEventListener("pointerleave", () => fingers.size === 0 && gestures.leave(), { signal });
  element.addEventListener("wheel", wheel, { passive: false, signal });
}
